package dev.weir.dataplane.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand partitions are nothing special; how long they take is printed. */
class ManyPartitionsTest {
    private static final int PARTITIONS = Integer.getInteger("weir.partitions", 1_000);
    private static final int BATCHES = Integer.getInteger("weir.batches", 2);

    @TempDir
    Path directory;

    @Test
    void aThousandPartitionsAreMadeAndOpenedAgain() throws IOException {
        LogStoreSettings settings = LogStoreSettings.DEFAULTS;
        long begin = System.nanoTime();
        try (TestStore test = TestStore.open(directory, settings)) {
            for (int i = 0; i < PARTITIONS; i++) {
                PartitionLog log = test.store.create(
                        new TopicPartition("many", i),
                        TestStore.TOPIC_ID,
                        TopicSettings.of(Map.of("retention.ms", "-1")),
                        0);
                for (int batch = 0; batch < BATCHES; batch++) {
                    TestStore.append(log, Batches.many(log.endOffset(), 16, 1_000, 1));
                }
            }
            System.out.println("measured: made and filled in " + millisSince(begin) + " ms");
            begin = System.nanoTime();
        }
        System.out.println("measured: flushed and closed in " + millisSince(begin) + " ms");
        begin = System.nanoTime();
        try (TestStore test = TestStore.open(directory, settings)) {
            System.out.println("measured: opened in " + millisSince(begin) + " ms, " + test.store.recovery());
            assertThat(test.store.recovery().partitions()).isEqualTo(PARTITIONS);
            assertThat(test.store.recovery().rescanned()).isZero();
            assertThat(test.store.recovery().offline()).isZero();
        }
    }

    private static long millisSince(long begin) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }
}
