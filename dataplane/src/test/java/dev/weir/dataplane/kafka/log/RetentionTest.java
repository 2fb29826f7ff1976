package dev.weir.dataplane.kafka.log;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final long HOUR = 3_600_000;
    private static final LogStoreSettings SMALL_SEGMENTS = TestStore.withSegmentBytes(1_000);

    @TempDir
    Path directory;

    /** A hundred batches, an hour apart, the last one of now. */
    private static void fillByTheHour(PartitionLog log) throws IOException {
        long now = System.currentTimeMillis();
        for (int i = 0; i < 100; i++) {
            TestStore.append(log, Batches.one(i, "key", "value", now - (99 - i) * HOUR));
        }
    }

    @Test
    void whatIsOlderThanTheTopicAllowsIsDeletedBySegments() throws IOException {
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.orders(Map.of(RETENTION_MS_CONFIG, Long.toString(20 * HOUR)));
            fillByTheHour(log);

            await().untilAsserted(() -> assertThat(log.startOffset()).isBetween(66L, 80L));
            assertThat(log.endOffset()).isEqualTo(100);
            assertThat(test.meters.counter("weir.kafka.log.retention.segments").count())
                    .isPositive();
        }
    }

    @Test
    void whatExceedsTheTopicsBytesIsDeletedBySegments() throws IOException {
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.orders(Map.of(RETENTION_MS_CONFIG, "-1", RETENTION_BYTES_CONFIG, "3000"));
            fillByTheHour(log);

            await().untilAsserted(() -> assertThat(log.bytes()).isBetween(3_000L, 4_000L));
        }
    }

    @Test
    void aLogOfWhichAllIsTooOldEndsEmptyAndGoesOn() throws IOException {
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.orders(Map.of(RETENTION_MS_CONFIG, "1000"));
            TestStore.append(log, Batches.one(0, "a", "v", 5_000));

            await().untilAsserted(() -> assertThat(log.startOffset()).isEqualTo(1));
            assertThat(log.endOffset()).isEqualTo(1);
            TestStore.append(log, Batches.one(1, "b"));
            assertThat(log.endOffset()).isEqualTo(2);
        }
    }

    @Test
    void nothingIsDeletedThatIsNotCommitted() throws IOException {
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.orders(Map.of(RETENTION_MS_CONFIG, "1000"));
            for (int i = 0; i < 50; i++) {
                log.append(Batches.one(i, "key", "value", 5_000), Batches.EPOCH);
            }
            log.commit(20);

            await().untilAsserted(() -> assertThat(log.startOffset()).isPositive());
            await().during(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(log.startOffset()).isLessThanOrEqualTo(20));
        }
    }

    @Test
    void newSettingsCountAtOnceAndAfterAReopening() throws IOException {
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.orders();
            fillByTheHour(log);
            await().during(Duration.ofMillis(300))
                    .untilAsserted(() -> assertThat(log.startOffset()).isZero());

            test.store.configure(
                    "orders",
                    TopicSettings.of(Map.of(RETENTION_MS_CONFIG, "-1")).withRetention(Duration.ofHours(50), null));

            await().untilAsserted(() -> assertThat(log.startOffset()).isBetween(36L, 50L));
        }
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.found(TestStore.ORDERS);
            for (int i = 0; i < 20; i++) {
                TestStore.append(log, Batches.one(100 + i, "key", "value", 5_000));
            }
            TestStore.append(log, Batches.one(120, "now"));
            assertThat(log.startOffset()).isBetween(36L, 50L);
        }
    }

    @Test
    void nothingIsDeletedFromATopicWhoseSettingsWereLost() throws IOException {
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            fillByTheHour(test.orders());
        }
        Files.delete(directory.resolve(".topics").resolve("orders"));
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.found(TestStore.ORDERS);
            await().during(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(log.startOffset()).isZero());

            test.store.configure("orders", TopicSettings.of(Map.of(RETENTION_MS_CONFIG, "1000")));

            await().untilAsserted(() -> assertThat(log.startOffset()).isPositive());
        }
    }

    @Test
    void aTopicThatIsOnlyCompactedKeepsWhatIsOld() throws IOException {
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.orders(Map.of(CLEANUP_POLICY_CONFIG, "compact", RETENTION_MS_CONFIG, "1000"));
            for (int i = 0; i < 30; i++) {
                TestStore.append(log, Batches.one(i, "key" + i, "value", 5_000));
            }

            await().during(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(log.startOffset()).isZero());
        }
    }
}
