package dev.weir.dataplane.kafka.log;

import static java.util.stream.Collectors.toSet;
import static org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.DELETE_RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactionTest {
    private static final LogStoreSettings SMALL_SEGMENTS = TestStore.withSegmentBytes(2_000);
    private static final Map<String, String> COMPACTED =
            Map.of(CLEANUP_POLICY_CONFIG, "compact", MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.01");

    @TempDir
    Path directory;

    private static void fill(PartitionLog log, int from, int records, int keys) throws IOException {
        for (int i = from; i < from + records; i++) {
            TestStore.append(log, Batches.one(i, "key" + i % keys));
        }
    }

    private static List<String> keysFrom(PartitionLog log, long start) {
        List<String> keys = new ArrayList<>();
        long offset = start;
        while (offset < log.highWatermark()) {
            Slice slice = TestStore.slice(log, offset);
            keys.addAll(Batches.keys(slice.records()));
            for (var batch : slice.records().batches()) {
                offset = batch.nextOffset();
            }
            slice.release();
        }
        return keys;
    }

    @Test
    void aCompactedTopicKeepsTheLatestOfEachKeyAndTheOffsets() throws IOException {
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.orders(COMPACTED);
            fill(log, 0, 1_000, 10);

            await().untilAsserted(() -> assertThat(keysFrom(log, 0)).hasSizeLessThan(100));
            assertThat(keysFrom(log, 0).stream().collect(toSet()))
                    .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "key" + i).collect(toSet()));
            assertThat(log.startOffset()).isZero();
            assertThat(log.endOffset()).isEqualTo(1_000);
            assertThat(test.meters.counter("weir.kafka.log.compaction.runs").count())
                    .isPositive();
            assertThat(test.meters
                            .counter("weir.kafka.log.compaction.read.bytes")
                            .count())
                    .isGreaterThan(test.meters
                            .counter("weir.kafka.log.compaction.written.bytes")
                            .count());
        }
    }

    @Test
    void compactionGoesOnAfterAReopening() throws IOException {
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            fill(test.orders(COMPACTED), 0, 500, 5);
        }
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.found(TestStore.ORDERS);
            assertThat(log.endOffset()).isEqualTo(500);
            fill(log, 500, 500, 5);

            await().untilAsserted(() -> assertThat(keysFrom(log, 0)).hasSizeLessThan(80));
            assertThat(log.endOffset()).isEqualTo(1_000);
        }
    }

    @Test
    void deletedKeysDisappearAfterTheTimeTheTopicGivesThem() throws IOException {
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.orders(Map.of(
                    CLEANUP_POLICY_CONFIG,
                    "compact",
                    MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                    "0.01",
                    DELETE_RETENTION_MS_CONFIG,
                    "1"));
            TestStore.append(log, Batches.one(0, "gone"), Batches.tombstone(1, "gone"));
            int[] next = {2};
            await().untilAsserted(() -> {
                fill(log, next[0], 100, 3);
                next[0] += 100;
                assertThat(keysFrom(log, 0)).doesNotContain("gone");
            });
        }
    }

    @Test
    void whatIsYoungerThanTheCompactionLagIsKept() throws IOException {
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.orders(Map.of(
                    CLEANUP_POLICY_CONFIG,
                    "compact",
                    MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                    "0.01",
                    MIN_COMPACTION_LAG_MS_CONFIG,
                    "3600000"));
            fill(log, 0, 300, 3);

            await().during(Duration.ofMillis(700))
                    .untilAsserted(() -> assertThat(keysFrom(log, 0)).hasSize(300));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compact,delete", "delete,compact"})
    void aTopicThatIsCompactedAndDeletedFromIsBoth(String policy) throws IOException {
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.orders(Map.of(
                    CLEANUP_POLICY_CONFIG,
                    policy,
                    MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                    "0.01",
                    RETENTION_MS_CONFIG,
                    "600000"));
            long now = System.currentTimeMillis();
            for (int i = 0; i < 100; i++) {
                TestStore.append(log, Batches.one(i, "old" + i, "v", now - 3_600_000));
            }
            fill(log, 100, 1_000, 10);

            await().untilAsserted(() -> {
                assertThat(keysFrom(log, log.startOffset())).hasSizeLessThan(100);
                assertThat(keysFrom(log, log.startOffset())).noneMatch(key -> key.startsWith("old"));
            });
        }
    }

    @Test
    void anEagerlyCompactedTopicIsCompactedUpToNearItsEndWithoutNewRecords() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.store.create(
                    TestStore.ORDERS,
                    TestStore.TOPIC_ID,
                    TopicSettings.of(Map.of(CLEANUP_POLICY_CONFIG, "compact")).withEagerCompaction(true),
                    0);
            fill(log, 0, 1_000, 10);
            assertThat(log.segments()).isEqualTo(1);

            await().untilAsserted(() -> assertThat(keysFrom(log, 0)).hasSize(10));
        }
    }

    @Test
    void aTopicThatBecomesCompactedIsCompactedAndOneThatCeasesToBeIsNot() throws IOException {
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.orders();
            fill(log, 0, 300, 3);
            await().during(Duration.ofMillis(300))
                    .untilAsserted(() -> assertThat(keysFrom(log, 0)).hasSize(300));

            test.store.configure("orders", TopicSettings.of(COMPACTED));
            await().untilAsserted(() -> assertThat(keysFrom(log, 0)).hasSizeLessThan(100));

            test.store.configure("orders", TopicSettings.of(Map.of(RETENTION_MS_CONFIG, "-1")));
            int before = keysFrom(log, 0).size();
            fill(log, 300, 300, 3);
            await().during(Duration.ofMillis(300))
                    .untilAsserted(() -> assertThat(keysFrom(log, 0)).hasSize(before + 300));
        }
    }

    @Test
    void aCompactedLogCanBeCutAndBegunAnewWhileItIsBeingCompacted() throws IOException {
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.orders(COMPACTED);
            for (int round = 0; round < 20; round++) {
                fill(log, Math.toIntExact(log.endOffset()), 200, 5);
                log.truncateTo(log.endOffset() - 150);
                if (round % 5 == 4) {
                    log.truncateFullyAndStartAt(round * 10L);
                }
            }
            fill(log, Math.toIntExact(log.endOffset()), 500, 5);

            await().untilAsserted(
                            () -> assertThat(keysFrom(log, log.startOffset())).hasSizeLessThan(100));
            assertThat(log.state()).isEqualTo(new PartitionState.Online());
        }
    }

    @Test
    void aReaderFinishesTheSegmentThatCompactionHasReplaced() throws IOException {
        try (TestStore test = TestStore.open(directory, SMALL_SEGMENTS)) {
            PartitionLog log = test.orders();
            fill(log, 0, 300, 3);
            Read read = log.read(0, 100_000, true, READ_UNCOMMITTED);
            test.store.configure("orders", TopicSettings.of(COMPACTED));
            await().untilAsserted(() -> assertThat(keysFrom(log, 0)).hasSizeLessThan(100));

            if (!(read instanceof Slice slice)) {
                throw new AssertionError(read);
            }
            assertThat(Batches.keys(slice.records())).hasSizeGreaterThan(20).startsWith("key0", "key1", "key2", "key0");
            assertThat(slice.channel().isOpen()).isTrue();
            slice.release();
            await().untilAsserted(() -> assertThat(slice.channel().isOpen()).isFalse());
        }
    }
}
