package dev.weir.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.host.ProjectFolder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class WebBenchmarkTest {
    @Test
    void everyReaderGetsEveryMessageAndALineIsPrintedForSoMany() throws Exception {
        Process bench = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        ProjectFolder.target().resolve("e2e.jar").toString(),
                        "dev.weir.e2e.load.WebBenchmark",
                        "--seconds",
                        "1",
                        "--rounds",
                        "1",
                        "--readers",
                        "50")
                .redirectErrorStream(true)
                .start();
        String printed = new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = bench.waitFor();

        for (String readers : new String[] {"1", "5", "50"}) {
            assertThat(printed).containsPattern("(?m)^" + readers + " +[0-9]+ +[0-9.]+ +[0-9]+$");
        }
        if (Programs.find("wrk").isEmpty()) {
            assertThat(printed).endsWith("./weir bench web: needs wrk: install the package wrk\n");
            assertThat(status).isEqualTo(1);
        } else {
            assertThat(printed).containsPattern("lookups of a key, .*: [0-9]+ a second");
            assertThat(status).as(printed).isZero();
        }
    }

    @Test
    void aTextIsCountedThoughItComesInPieces() {
        var occurrences = new Occurrences("\ndata");
        for (String piece : new String[] {"\nda", "ta: 1\n\ndat", "e\ndata", ""}) {
            occurrences.pass(ByteBuffer.wrap(piece.getBytes(StandardCharsets.US_ASCII)));
        }
        assertThat(occurrences.count()).isEqualTo(2);
    }
}
