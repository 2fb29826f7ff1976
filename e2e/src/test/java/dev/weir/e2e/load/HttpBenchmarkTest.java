package dev.weir.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.host.ProjectFolder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class HttpBenchmarkTest {
    @Test
    void itPrintsALineForEachSizeAndServerOrTellsWhatToInstall() throws Exception {
        Process bench = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        ProjectFolder.target().resolve("e2e.jar").toString(),
                        "dev.weir.e2e.load.HttpBenchmark",
                        "--seconds",
                        "1",
                        "--rounds",
                        "1")
                .redirectErrorStream(true)
                .start();
        String printed = new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = bench.waitFor();

        if (Programs.find("wrk").isEmpty()) {
            assertThat(printed).isEqualTo("./weir bench http: needs wrk: install the package wrk\n");
            assertThat(status).isEqualTo(1);
            return;
        }
        assertThat(status).as(printed).isZero();
        assertThat(printed.lines())
                .filteredOn(line -> line.matches("1 KiB +weir .* 1\\.00"))
                .hasSize(1);
        assertThat(printed.lines())
                .filteredOn(line -> line.matches("100 KiB +weir .* 1\\.00"))
                .hasSize(1);
        for (Peer peer : Peer.values()) {
            assertThat(printed)
                    .containsPattern(
                            peer.isInstalled()
                                    ? "(?m)^100 KiB +" + peer.label() + " +[0-9]"
                                    : peer.label() + " is left out: install the package " + peer.packageName());
        }
    }

    @Test
    void coresAreTheFirstOfThoseThatAreAllowed() {
        assertThat(Cores.of("0-3")).isEqualTo(new Cores(0, 1));
        assertThat(Cores.of("2,5-7")).isEqualTo(new Cores(2, 5));
        assertThat(Cores.of("4")).isEqualTo(new Cores(4, 4));
    }
}
