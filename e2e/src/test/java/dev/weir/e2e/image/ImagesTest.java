package dev.weir.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.e2e.host.ChildProcess;
import dev.weir.e2e.host.FreePort;
import dev.weir.e2e.host.ProjectFolder;
import dev.weir.e2e.host.RequiresProgram;
import dev.weir.e2e.host.TempFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("images")
@Timeout(600)
class ImagesTest {
    private static final String USER = "10001:10001";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final TempFolder temp = TempFolder.create("weir-test-");
    private final List<ChildProcess> started = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        started.forEach(ChildProcess::kill);
        client.shutdownNow();
        temp.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dataplane", "operator"})
    void theImageSaysWhoRunsWhat(String program) throws Exception {
        ImageArchive image = open(program);

        String reference = image.index()
                .at("/manifests/0/annotations/org.opencontainers.image.ref.name")
                .asText();
        assertThat(reference).startsWith("docker.io/weir/" + program + ":");
        assertThat(image.config().at("/os").asText()).isEqualTo("linux");
        assertThat(image.config().at("/architecture").asText())
                .isEqualTo(System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");
        assertThat(image.config().at("/config/User").asText()).isEqualTo(USER);
        assertThat(image.entrypoint())
                .startsWith("/opt/java/bin/java", "-XX:AOTCache=/opt/weir/" + program + ".aot")
                .contains("-jar", "/opt/weir/" + program + ".jar");
        assertThat(image.config()
                        .at("/config/Labels/org.opencontainers.image.version")
                        .asText())
                .isEqualTo(reference.substring(reference.lastIndexOf(':') + 1));
        assertThat(image.config()
                        .at("/config/Labels/org.opencontainers.image.title")
                        .asText())
                .startsWith("Weir's");
    }

    @Test
    void whatTheImagesHaveInCommonIsFetchedOnce() throws Exception {
        List<String> dataPlane = open("dataplane").layers();
        List<String> operator = open("operator").layers();

        assertThat(dataPlane).hasSize(5);
        assertThat(operator).hasSize(5);
        assertThat(operator.subList(0, 2)).isEqualTo(dataPlane.subList(0, 2));
        assertThat(operator.subList(2, 5)).doesNotContainAnyElementsOf(dataPlane);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dataplane", "operator"})
    void theProgramMayWriteNothingButItsDataAndTemporaryFiles(String program) throws Exception {
        List<ImageArchive.Entry> entries = open(program).entries();

        assertThat(entries).hasSizeGreaterThan(50);
        assertThat(entries.stream().filter(ImageArchive.Entry::writableByOthers).map(ImageArchive.Entry::path))
                .containsExactly("tmp/");
        assertThat(entries).noneMatch(ImageArchive.Entry::changesUser);
        assertThat(entries.stream()
                        .filter(entry -> !entry.owner().equals("0/0"))
                        .map(ImageArchive.Entry::path))
                .containsExactly("var/lib/weir/");
    }

    @Test
    @RequiresProgram("unshare")
    void theDataPlaneServesFromItsImageAndStartsFromItsAotCache() throws Exception {
        ImageArchive image = open("dataplane");
        Path root = unpack(image);
        Path log = temp.path().resolve("dataplane.log");
        int management = FreePort.pick();
        String sample = Files.readString(ProjectFolder.root().resolve("deploy/samples/catalog.yaml"));
        Files.writeString(
                root.resolve("etc/weir/documents/catalog.yaml"),
                sample.replace("port: 8080", "port: " + FreePort.pick()));

        ChildProcess dataPlane = start(
                image,
                root,
                List.of(
                        "WEIR_BIND=127.0.0.1",
                        "WEIR_MANAGEMENT=127.0.0.1:" + management,
                        // the JVM ends at once when it cannot use the cache
                        "JDK_JAVA_OPTIONS=-Xmx128m -XX:AOTMode=on"),
                log);

        dataPlane.awaitReady(() -> ask(management, "/readyz").startsWith("200"), PATIENCE);
        assertThat(ask(management, "/livez")).startsWith("200");
        assertThat(dataPlane.log().contains("transport=\"epoll\" threads"))
                .as("native code finds the libraries that it is linked with")
                .isTrue();
        assertThat(ask(management, "/documents")).contains("catalog.yaml", "sha256:");
        assertThat(dataPlane.terminate(PATIENCE)).isZero();
        assertThat(temp.path().resolve("data")).isNotEmptyDirectory();
    }

    @Test
    @RequiresProgram("unshare")
    void theOperatorSaysThatItCannotReachAnApiServer() throws Exception {
        ImageArchive image = open("operator");
        Path log = temp.path().resolve("operator.log");

        ChildProcess operator = start(
                image,
                unpack(image),
                List.of(
                        "KUBERNETES_MASTER=https://127.0.0.1:" + FreePort.pick(),
                        "WEIR_DATAPLANE_IMAGE=weir/dataplane",
                        "WEIR_OPERATOR_NAMESPACE=weir-system",
                        "WEIR_PORT=0",
                        "JDK_JAVA_OPTIONS=-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx96m -XX:AOTMode=on"),
                log);

        assertThat(operator.awaitExit()).isEqualTo(1);
        assertThat(operator.log().contains("See that the API server can be reached"))
                .isTrue();
    }

    private ImageArchive open(String program) throws IOException, InterruptedException {
        Path archive =
                ProjectFolder.root().resolve(System.getenv("WEIR_TEST_IMAGES")).resolve("weir-" + program + ".tar");
        return ImageArchive.open(archive, temp.path().resolve("archive-" + program));
    }

    private Path unpack(ImageArchive image) throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "a root folder of one's own needs root");
        return image.unpack(temp.path().resolve("root"));
    }

    private ChildProcess start(ImageArchive image, Path root, List<String> environment, Path log) throws IOException {
        ChildProcess process = Container.start(image, root, temp.path().resolve("data"), environment, log);
        started.add(process);
        return process;
    }

    /** The status and the body; nothing while nobody answers. */
    private String ask(int port, String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(60))
                    .build();
            var response = client.send(request, BodyHandlers.ofString());
            return response.statusCode() + response.body();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
