package dev.weir.e2e.console;

import static dev.weir.e2e.http.CachingSite.cacheStatus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.demo.origin.Origin;
import dev.weir.e2e.host.ChildProcess;
import dev.weir.e2e.host.FreePort;
import dev.weir.e2e.host.JavaCommand;
import dev.weir.e2e.http.CachingSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./weir purge} as a process, on a cache that holds two products for an hour. */
@Timeout(300)
class PurgeCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Origin origin;

    @SuppressWarnings("NullAway.Init")
    private CachingSite site;

    private record Outcome(int status, List<String> lines) {}

    @BeforeEach
    void fill() throws Exception {
        int port = FreePort.pick();
        origin = Origin.start(port);
        site = CachingSite.start(folder, port, "{override: {cacheControl: max-age=3600}}");
        for (String path : List.of("/products/1", "/products/2")) {
            site.get(path);
            assertThat(cacheStatus(site.get(path))).startsWith("weir; hit");
        }
        Files.writeString(folder.resolve("token"), CachingSite.TOKEN + "\n");
    }

    @AfterEach
    void close() {
        site.close();
        origin.close();
    }

    @Test
    void aUrlIsMadeStaleAndItsNeighboursAreNot() throws Exception {
        assertThat(purge("--url", site.uri("/products/1").toString()))
                .isEqualTo(new Outcome(0, List.of("1 made stale in 1 process")));

        assertThat(cacheStatus(site.get("/products/1"))).startsWith("weir; fwd=stale; fwd-status=304");
        assertThat(cacheStatus(site.get("/products/2"))).startsWith("weir; hit");
    }

    @Test
    void whatHasATagIsDropped() throws Exception {
        assertThat(purge("--tag", "products", "--hard")).isEqualTo(new Outcome(0, List.of("2 dropped in 1 process")));

        assertThat(cacheStatus(site.get("/products/1"))).startsWith("weir; fwd=uri-miss");
        assertThat(cacheStatus(site.get("/products/2"))).startsWith("weir; fwd=uri-miss");
    }

    @Test
    void aPrefixAndEverythingCountWhatTheyFind() throws Exception {
        assertThat(purge("--prefix", site.uri("/other").toString()).lines())
                .containsExactly("0 made stale in 1 process");
        assertThat(purge("--prefix", site.uri("/products/").toString()).lines())
                .containsExactly("2 made stale in 1 process");
        assertThat(purge("--everything", "--cache", "site", "--hard").lines())
                .containsExactly("2 dropped in 1 process");
    }

    @Test
    void aWrongTokenIsRefusedAndNothingIsPurged() throws Exception {
        Files.writeString(folder.resolve("token"), "another");

        Outcome outcome = purge("--everything");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.lines()).singleElement().asString().contains("refuses: send the token");
        assertThat(cacheStatus(site.get("/products/1"))).startsWith("weir; hit");
    }

    @Test
    void anAddressWhereNobodyAnswersIsNamed() throws Exception {
        site.process().stop();

        Outcome outcome = purge("--everything");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.lines()).singleElement().asString().startsWith("./weir purge: no data-plane answers at ");
    }

    @Test
    void twoTargetsAreTooMany() throws Exception {
        assertThat(purge("--everything", "--tag", "products"))
                .isEqualTo(new Outcome(
                        2,
                        List.of("./weir purge: say exactly one of --url, --prefix, --tag and --everything"
                                + " (./weir purge --help explains)")));
    }

    private Outcome purge(String... arguments) throws Exception {
        var more = new ArrayList<>(List.of(arguments));
        more.addAll(List.of("--at", site.process().management().address().getAuthority()));
        more.addAll(List.of("--token-file", folder.resolve("token").toString()));
        List<String> line =
                JavaCommand.with(List.of("-cp", System.getProperty("java.class.path"), Purge.class.getName()));
        line.addAll(more);
        Path output = folder.resolve("output");
        Files.deleteIfExists(output);
        int status = ChildProcess.start("purge", line, output).awaitExit();
        return new Outcome(status, Files.readAllLines(output));
    }
}
