package dev.weir.e2e.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.host.ChildProcess;
import dev.weir.e2e.host.RequiresProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client of another family, librdkafka's, finds the same cluster. */
@RequiresProgram("kcat")
@Timeout(300)
class KcatTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void whatKcatWritesKcatReads() throws Exception {
        try (var kafka = KafkaCluster.start()) {
            kafka.createTopic("orders", 1, Map.of());
            Path messages = Files.writeString(folder.resolve("messages"), "one\ntwo\n");

            kcat(kafka, "-P", "-t", "orders", "-l", messages.toString());

            assertThat(kcat(kafka, "-C", "-t", "orders", "-e", "-q")).containsExactly("one", "two");
        }
    }

    private List<String> kcat(KafkaCluster kafka, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("kcat", "-b", kafka.bootstrapServers()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "kcat", ".out");
        ChildProcess kcat = ChildProcess.start("kcat", command, output);
        assertThat(kcat.awaitExit()).as(kcat.log().tail()).isZero();
        return Files.readAllLines(output);
    }
}
