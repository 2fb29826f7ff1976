package dev.weir.dataplane.kafka.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process appends and is killed; this one finds all that the other had appended. */
class CrashTest {
    private static final int ROUNDS = 4;

    @TempDir
    Path directory;

    @Test
    void whatAKilledProcessHadAppendedIsAllThereAndIsNotReadThroughAgain() throws Exception {
        long seed = Long.getLong("weir.seed", System.nanoTime());
        System.out.println("CrashTest: -Dweir.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Map<TopicPartition, Long> appended = appendUntilKilled(1_500 + random.nextInt(2_000));
            try (TestStore test = TestStore.open(directory, Appender.SETTINGS)) {
                Recovery recovery = test.store.recovery();
                System.out.println("CrashTest: " + appended + " " + recovery);
                assertThat(recovery.offline()).isZero();
                assertThat(recovery.rescanned()).isZero();
                assertThat(recovery.partitions()).isEqualTo(Appender.PARTITIONS);
                for (PartitionLog log : test.store.partitions()) {
                    assertThat(log.endOffset()).isGreaterThanOrEqualTo(appended.getOrDefault(log.topicPartition(), 0L));
                    assertThat(log.highWatermark()).isEqualTo(log.endOffset());
                    assertHoldsWhatWasAppended(log);
                }
            }
        }
    }

    private Map<TopicPartition, Long> appendUntilKilled(int millis) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Appender.class.getName(),
                directory.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Map<TopicPartition, Long> appended = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            long killAt = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("ready")) {
                    killAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
                } else if (line.startsWith("appended")) {
                    String[] of = line.split(" ", -1);
                    appended.put(new TopicPartition("orders", Integer.parseInt(of[1])), Long.parseLong(of[2]));
                } else {
                    System.out.println("CrashTest, appender: " + line);
                }
                if (killAt != 0 && System.nanoTime() > killAt) {
                    // not the process itself: that would close the stream that tells how far it had come
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(appended).isNotEmpty();
        return appended;
    }

    private static void assertHoldsWhatWasAppended(PartitionLog log) throws IOException {
        long offset = 0;
        while (offset < log.endOffset()) {
            Slice slice = TestStore.slice(log, offset);
            for (RecordBatch batch : slice.records().batches()) {
                batch.ensureValid();
                assertThat(batch.baseOffset()).isEqualTo(offset);
                offset = batch.nextOffset();
            }
            slice.release();
        }
        assertThat(Appender.openTransactionOf(log)).isEqualTo(log.lastStableOffset());
    }
}
