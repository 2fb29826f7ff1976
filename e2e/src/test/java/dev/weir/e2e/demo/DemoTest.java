package dev.weir.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.Patience;
import dev.weir.e2e.host.ChildProcess;
import dev.weir.e2e.host.FreePort;
import dev.weir.e2e.host.JavaCommand;
import dev.weir.e2e.host.ProjectFolder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as its user sees it: a process, its ports, the documents whose path it prints, and Ctrl-C. */
@Timeout(600)
class DemoTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int managementPort = FreePort.pick();
    private final List<ChildProcess> started = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() {
        started.forEach(ChildProcess::kill);
        client.close();
    }

    @Test
    void documentsAreEditedWhileItRunsAndCtrlCLeavesNothing() throws Exception {
        ChildProcess demo = start();
        demo.awaitReady(() -> demo.log().contains("Weir is running"), Patience.LIMIT);
        Path binding = only("weir-demo-*/documents/orders.yaml");
        String sample = Files.readString(binding);
        long dataPlane = dataPlaneOf(demo);

        save(binding, sample.replace("name: orders", "name: renamed"));
        await().until(() -> documents().contains("\"renamed\""));

        save(binding, sample.replace("exit: main", "exit: nowhere"));
        await().until(() -> documents().contains("there is no upstream"));
        assertThat(documents()).contains("\"renamed\"").contains("\"rejected\"");
        await().until(() -> demo.log().contains("there is no upstream"));
        assertThat(dataPlaneOf(demo)).isEqualTo(dataPlane);

        List<ProcessHandle> children =
                ProcessHandle.of(demo.pid()).orElseThrow().descendants().toList();
        assertThat(children).hasSizeGreaterThanOrEqualTo(2);
        demo.signal("INT");

        assertThat(demo.awaitExit()).isZero();
        await().untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        assertThat(filesIn(temp())).isEmpty();
    }

    @Test
    void aDataPlaneThatIsKilledComesBack() throws Exception {
        ChildProcess demo = start();
        demo.awaitReady(() -> demo.log().contains("Weir is running"), Patience.LIMIT);
        long killed = dataPlaneOf(demo);
        String cached = "weir_kafka_log_end_offset\\{[^}]*topic=\"orders\"[^}]*} (\\d+)";
        await().untilAsserted(
                        () -> assertThat(number(managed("/metrics"), cached)).isPositive());

        ProcessHandle.of(killed).orElseThrow().destroyForcibly();

        await().ignoreExceptions().untilAsserted(() -> assertThat(documents()).contains("\"orders\""));
        await().untilAsserted(() -> assertThat(demo.log().tail())
                .contains("The data-plane ended with exit status 137 and is started again.")
                .contains("It serves again after "));
        long held = number(demo.log().tail(), "from its disk: (\\d+) records");
        long fetched = number(demo.log().tail(), "of which (\\d+) came");
        assertThat(held).as(demo.log().tail()).isPositive().isGreaterThan(fetched);
        assertThat(dataPlaneOf(demo)).isNotEqualTo(killed);
    }

    @Test
    void theWelcomeTellsHowToSeeAMissAHitARevalidationAndAPurge() throws Exception {
        ChildProcess demo = start();
        demo.awaitReady(() -> demo.log().contains("Weir is running"), Patience.LIMIT);
        String welcome = demo.log().tail();
        String url = text(welcome, "curl -i (\\S+)");
        String purge = text(welcome, "\\./weir purge (.*?)   #");

        assertThat(cacheStatus(url)).startsWith("weir; fwd=uri-miss; stored");
        await().untilAsserted(() -> assertThat(cacheStatus(url)).startsWith("weir; hit; ttl="));
        await().untilAsserted(() -> assertThat(cacheStatus(url)).startsWith("weir; fwd=stale; fwd-status=304; stored"));
        assertThat(purge(purge)).isZero();
        assertThat(cacheStatus(url)).startsWith("weir; fwd=stale; fwd-status=304; stored");
        assertThat(purge(purge + " --hard")).isZero();
        assertThat(cacheStatus(url)).startsWith("weir; fwd=uri-miss; stored");
    }

    @Test
    void ctrlCWhileItStartsLeavesNothing() throws Exception {
        ChildProcess demo = start();
        demo.awaitReady(() -> demo.log().contains("Starting Kafka ..."), Patience.LIMIT);

        demo.signal("INT");

        assertThat(demo.awaitExit()).isZero();
        assertThat(demo.log().tail()).doesNotContain("Weir is running").endsWith("Stopped.\n");
        assertThat(filesIn(temp())).isEmpty();
    }

    @Test
    void aPortInUseIsNamedWithTheOptionThatChangesIt() throws Exception {
        try (var taken = new ServerSocket(FreePort.pick())) {
            ChildProcess demo = start("--web-port", String.valueOf(taken.getLocalPort()));

            assertThat(demo.awaitExit()).isEqualTo(1);
            assertThat(demo.log().tail())
                    .isEqualTo("./weir demo: port " + taken.getLocalPort() + ", wanted for the cache for web clients,"
                            + " is in use: stop what listens there, or choose another with --web-port PORT\n");
        }
    }

    @Test
    void topicsAndCachesInAFolderOfOnesOwnStay() throws Exception {
        Path data = folder.resolve("kept");
        for (int run = 0; run < 2; run++) {
            ChildProcess demo = start("--data", data.toString());
            demo.awaitReady(() -> demo.log().contains("Weir is running"), Patience.LIMIT);
            demo.signal("INT");
            assertThat(demo.awaitExit()).as(demo.log().tail()).isZero();
        }

        assertThat(data.resolve("kafka/broker-1/data/orders-0")).isDirectory();
        assertThat(data.resolve("data")).isDirectory();
        assertThat(filesIn(temp())).isEmpty();
    }

    private ChildProcess start(String... options) throws IOException {
        Files.createDirectories(temp());
        List<String> command = JavaCommand.with(List.of(
                "-Djava.io.tmpdir=" + temp(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ProjectFolder.target().resolve("e2e.jar").toString(),
                "dev.weir.e2e.demo.Demo"));
        command.addAll(List.of("--management-port", String.valueOf(managementPort)));
        for (String port : List.of("--upstream-port", "--kafka-port", "--web-port", "--http-port", "--origin-port")) {
            command.addAll(List.of(port, String.valueOf(FreePort.pick())));
        }
        command.addAll(List.of(options));
        ChildProcess demo = ChildProcess.start("the demo", command, folder.resolve("demo-" + started.size() + ".log"));
        started.add(demo);
        return demo;
    }

    private int purge(String arguments) {
        List<String> command = JavaCommand.with(
                List.of("-cp", ProjectFolder.target().resolve("e2e.jar").toString(), "dev.weir.e2e.console.Purge"));
        command.addAll(List.of(arguments.split(" ")));
        return ChildProcess.start("purge", command, folder.resolve("purge.log")).awaitExit();
    }

    private String cacheStatus(String url) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url)).build();
        return client.send(request, BodyHandlers.ofString())
                .headers()
                .firstValue("Cache-Status")
                .orElseThrow();
    }

    private static long number(String text, String pattern) {
        return Long.parseLong(text(text, pattern));
    }

    private static String text(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group(1);
    }

    private Path temp() {
        return folder.resolve("tmp");
    }

    private Path only(String glob) throws IOException {
        var matcher = temp().getFileSystem().getPathMatcher("glob:" + temp() + "/" + glob);
        try (Stream<Path> files = Files.walk(temp())) {
            return files.filter(matcher::matches).findFirst().orElseThrow();
        }
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** The way an editor saves: a new file beside the old one, then renamed onto it. */
    private static void save(Path file, String text) throws IOException {
        Path beside = Files.writeString(file.resolveSibling("." + file.getFileName() + ".swp"), text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static long dataPlaneOf(ChildProcess demo) {
        return ProcessHandle.of(demo.pid())
                .orElseThrow()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("dataplane.jar"))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private String documents() throws Exception {
        return managed("/documents");
    }

    private String managed(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
