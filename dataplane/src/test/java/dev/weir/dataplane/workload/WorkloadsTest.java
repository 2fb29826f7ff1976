package dev.weir.dataplane.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Problem;
import dev.weir.api.document.DocumentReader;
import dev.weir.api.document.HttpCacheDocument;
import dev.weir.api.document.SourceFile;
import dev.weir.dataplane.Patience;
import dev.weir.dataplane.document.LoadedDocument;
import dev.weir.dataplane.document.LoadedDocuments;
import dev.weir.dataplane.document.Secrets;
import dev.weir.dataplane.management.Metrics;
import dev.weir.dataplane.management.Route;
import dev.weir.dataplane.net.EventLoops;
import dev.weir.dataplane.net.Listeners;
import dev.weir.dataplane.net.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadsTest {
    private static final DocumentId CATALOG = new DocumentId("HttpCache", "catalog");
    private static final DocumentId PRICES = new DocumentId("HttpCache", "prices");

    private static final Duration GRACE = Duration.ofMillis(200);

    @TempDir
    Path data;

    private final EventLoops loops = EventLoops.open(Transport.EPOLL.orFallback(), "test", 1);
    private final Listeners listeners = new Listeners(loops, InetAddress.getLoopbackAddress(), GRACE);
    private final Metrics metrics = new Metrics();
    private final ScriptedWorkloads scripted = new ScriptedWorkloads();
    private Workloads workloads;
    private int port;
    private int otherPort;

    @BeforeEach
    void open() throws IOException {
        var kind = new WorkloadKind<>(HttpCacheDocument.KIND, HttpCacheDocument.class, scripted::create);
        var factory =
                new WorkloadFactory(List.of(kind), loops, metrics, data, new Secrets(null), InstantSource.system());
        workloads = new Workloads(factory, listeners, Patience.LIMIT);
        port = freePort();
        otherPort = freePort();
    }

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void eachDocumentRunsInAWorkloadOfItsOwnWithAFolderOfItsOwn() throws IOException {
        assertThat(workloads.apply(documents(cache("catalog", port), cache("prices", otherPort))))
                .isEmpty();

        assertThat(scripted.events())
                .containsExactly("catalog prepare", "prices prepare", "catalog commit", "prices commit");
        assertThat(scripted.of("catalog").context.dataDirectory())
                .isEqualTo(data.resolve("httpcache/catalog"))
                .isDirectory();
        connect(port).close();
        connect(otherPort).close();
    }

    @Test
    void aChangedDocumentGoesToTheWorkloadThatRunsIt() {
        workloads.apply(documents(cache("catalog", port)));
        scripted.events().clear();

        workloads.apply(documents(cache("catalog", otherPort)));

        assertThat(scripted.events()).containsExactly("catalog prepare", "catalog commit");
        assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void whenOneRefusesNobodyChanges() throws IOException {
        workloads.apply(documents(cache("catalog", port)));
        scripted.events().clear();
        scripted.refuse("prices", Problem.at("spec.routes[0]", "this cannot be", "do something else"));

        List<Problem> problems = workloads.apply(documents(cache("catalog", otherPort), cache("prices", freePort())));

        assertThat(problems)
                .containsExactly(new Problem(
                        "prices.yaml", "HttpCache prices", "spec.routes[0]", "this cannot be", "do something else"));
        await().untilAsserted(() -> assertThat(scripted.events())
                .containsExactly("catalog prepare", "prices prepare", "catalog abort", "prices stop"));
        connect(port).close();
        assertThatThrownBy(() -> connect(otherPort)).isInstanceOf(ConnectException.class);
        assertThat(workloads.status().keySet()).containsExactly(CATALOG);
    }

    @Test
    void everyRefusalIsTold() {
        scripted.refuse("catalog", Problem.at("spec.a", "a", ""));
        scripted.refuse("prices", Problem.at("spec.b", "b", ""));

        assertThat(workloads.apply(documents(cache("catalog", port), cache("prices", otherPort))))
                .extracting(Problem::path)
                .containsExactly("spec.a", "spec.b");
    }

    @Test
    void aPortInUseIsARefusalThatNamesTheListener() throws IOException {
        try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();

            assertThat(workloads.apply(documents(cache("catalog", port))))
                    .containsExactly(new Problem(
                            "catalog.yaml",
                            "HttpCache catalog",
                            "spec.listeners.http.port",
                            "port " + port + " is in use by another process",
                            "stop that process, or choose another port"));
        }
    }

    @Test
    void aMistakeWhilePreparingIsARefusal() {
        workloads.apply(documents(cache("catalog", port)));
        scripted.fail("catalog");

        assertThat(workloads.apply(documents(cache("catalog", otherPort))))
                .extracting(Problem::message)
                .containsExactly("preparing it failed: java.lang.IllegalStateException: thrown by this test");
        assertThat(workloads.status().keySet()).containsExactly(CATALOG);
    }

    @Test
    void aFolderForDataThatCannotBeMadeIsARefusal() throws IOException {
        Files.writeString(data.resolve("httpcache"), "in the way");

        assertThat(workloads.apply(documents(cache("catalog", port))))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("catalog.yaml: HttpCache catalog: its folder for data cannot be made: ");
    }

    @Test
    void checkingChangesNothing() throws IOException {
        workloads.apply(documents(cache("catalog", port)));
        scripted.refuse("prices", Problem.at("spec", "no", ""));

        assertThat(workloads.check(documents(cache("catalog", otherPort), cache("prices", freePort()))))
                .extracting(Problem::message)
                .containsExactly("no");

        connect(port).close();
        assertThatThrownBy(() -> connect(otherPort)).isInstanceOf(ConnectException.class);
    }

    @Test
    void aDocumentThatGoesIsDrainedAndThenStopped() throws IOException {
        workloads.apply(documents(cache("catalog", port), cache("prices", otherPort)));
        try (Socket open = connect(port)) {
            await().until(() -> scripted.of("catalog").connections.get() == 1);

            workloads.apply(documents(cache("prices", otherPort)));

            assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
            await().until(() -> scripted.events().contains("catalog stop"));
            assertThat(open.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(data.resolve("httpcache/catalog")).isDirectory();
        assertThat(workloads.status().keySet()).containsExactly(PRICES);
    }

    @Test
    void aRenamedDocumentKeepsItsPortOpen() throws IOException {
        workloads.apply(documents(cache("catalog", port)));

        assertThat(workloads.apply(documents(cache("prices", port)))).isEmpty();

        connect(port).close();
        await().until(() -> scripted.of("prices").connections.get() == 1);
    }

    @Test
    void aDocumentThatComesBackWaitsUntilItsPredecessorHasStopped() throws IOException {
        workloads.apply(documents(cache("catalog", port), cache("prices", otherPort)));
        try (Socket open = connect(port)) {
            await().until(() -> scripted.of("catalog").connections.get() == 1);
            scripted.events().clear();
            workloads.apply(documents(cache("prices", otherPort)));

            workloads.apply(documents(cache("catalog", port), cache("prices", otherPort)));

            assertThat(scripted.events()).containsSubsequence("catalog stop", "catalog prepare", "catalog commit");
            assertThat(open.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(workloads.status().keySet()).containsExactlyInAnyOrder(CATALOG, PRICES);
    }

    @Test
    void theMetersOfADocumentCarryItsLabelsAndGoWithIt() {
        workloads.apply(documents(cache("catalog", port)));
        assertThat(series()).contains("weir_connections{kind=\"HttpCache\",listener=\"http\",name=\"catalog\"} 0.0");

        workloads.apply(documents(labelled(cache("catalog", port))));
        assertThat(series())
                .contains("weir_connections{kind=\"HttpCache\",listener=\"http\",name=\"catalog\",team=\"shop\"} 0.0");

        workloads.apply(documents(cache("prices", otherPort)));
        await().untilAsserted(() -> assertThat(series()).noneMatch(line -> line.contains("catalog")));
    }

    @Test
    void whatIsNotReadySaysWhy() {
        workloads.apply(documents(cache("catalog", port), cache("prices", otherPort)));
        scripted.of("catalog").unready = Optional.of("recovers 3 of 12 partitions");

        assertThat(workloads.unready())
                .isEqualTo(Map.of(CATALOG, Optional.of("recovers 3 of 12 partitions"), PRICES, Optional.empty()));
    }

    @Test
    void drainingStopsAllOfThemOnceTheirConnectionsAreClosed() throws IOException {
        workloads.apply(documents(cache("catalog", port), cache("prices", otherPort)));
        try (Socket open = connect(port)) {
            await().until(() -> scripted.of("catalog").connections.get() == 1);

            var drained = workloads.drain(GRACE);

            assertThatThrownBy(() -> connect(otherPort)).isInstanceOf(ConnectException.class);
            assertThat(drained).succeedsWithin(Patience.LIMIT);
            assertThat(scripted.events()).contains("catalog stop", "prices stop");
            assertThat(open.getInputStream().read()).isEqualTo(-1);
        }
    }

    private List<String> series() {
        var request = new Route.Request("GET", Map.of(), Map.of(), "");
        return metrics.route().answer().apply(request).body().lines().toList();
    }

    private static LoadedDocuments documents(SourceFile... files) {
        var loaded = Stream.of(files)
                .map(file -> {
                    var set = DocumentReader.read(List.of(file));
                    assertThat(set.problems()).isEmpty();
                    return new LoadedDocument(set.httpCaches().getFirst(), file.name());
                })
                .toList();
        return new LoadedDocuments("sha256:of-this-test", loaded);
    }

    private static SourceFile cache(String name, int port) {
        return new SourceFile(name + ".yaml", """
            apiVersion: weir.dev/v1alpha1
            kind: HttpCache
            metadata: {name: %s}
            spec:
              routes: [{name: all, origin: {urls: ["http://origin:80"]}}]
              listeners: {http: {port: %d}}
            """.formatted(name, port));
    }

    private static SourceFile labelled(SourceFile file) {
        return new SourceFile(file.name(), file.text() + "  telemetry: {labels: {team: shop}}\n");
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
