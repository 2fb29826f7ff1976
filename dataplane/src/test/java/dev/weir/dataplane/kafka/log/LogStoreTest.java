package dev.weir.dataplane.kafka.log;

import static org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InconsistentTopicIdException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStoreTest {
    private static final Uuid OTHER_TOPIC_ID = Uuid.fromString("AAAAAAAAAAAAAAAAAAAAAg");
    private static final TopicSettings KEEP_ALL = TopicSettings.of(Map.of("retention.ms", "-1"));

    @TempDir
    Path directory;

    @Test
    void aStoreFindsWhatItHeldAndReadersMayReadAllOfIt() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            TestStore.append(test.orders(), Batches.one(0, "a"), Batches.one(1, "b"));
            PartitionLog uncommitted =
                    test.store.create(new TopicPartition("orders", 1), TestStore.TOPIC_ID, KEEP_ALL, 0);
            uncommitted.append(Batches.one(0, "c"), Batches.EPOCH);
        }
        try (TestStore test = TestStore.open(directory)) {
            assertThat(test.store.partitions()).hasSize(2);
            assertThat(test.store.recovery().partitions()).isEqualTo(2);
            assertThat(test.store.recovery().rescanned()).isZero();
            assertThat(test.store.recovery().replayedBytes()).isZero();
            PartitionLog log = test.found(TestStore.ORDERS);
            assertThat(log.topicId()).isEqualTo(TestStore.TOPIC_ID);
            assertThat(log.highWatermark()).isEqualTo(2);
            assertThat(test.found(new TopicPartition("orders", 1)).highWatermark())
                    .isEqualTo(1);
        }
    }

    @Test
    void aPartitionThatExistsIsFoundByCreate() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.orders();
            TestStore.append(log, Batches.one(0, "a"));

            assertThat(test.store.create(TestStore.ORDERS, TestStore.TOPIC_ID, KEEP_ALL, 77))
                    .isSameAs(log);
            assertThat(log.startOffset()).isZero();
        }
    }

    @Test
    void aTopicRecreatedUnderTheSameNameIsNoticedByItsIdAndBeginsAnew() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            TestStore.append(test.orders(), Batches.one(0, "old"));
        }
        try (TestStore test = TestStore.open(directory)) {
            assertThatThrownBy(() -> test.store.create(TestStore.ORDERS, OTHER_TOPIC_ID, KEEP_ALL, 0))
                    .isInstanceOf(InconsistentTopicIdException.class)
                    .hasMessageContaining(TestStore.TOPIC_ID.toString());
            test.store.delete(TestStore.ORDERS);
            PartitionLog log = test.store.create(TestStore.ORDERS, OTHER_TOPIC_ID, KEEP_ALL, 0);
            assertThat(log.endOffset()).isZero();
            TestStore.append(log, Batches.one(0, "new"));
        }
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.found(TestStore.ORDERS);
            assertThat(log.topicId()).isEqualTo(OTHER_TOPIC_ID);
            Slice slice = TestStore.slice(log, 0);
            assertThat(Batches.keys(slice.records())).containsExactly("new");
            slice.release();
        }
    }

    @Test
    void theFilesOfADeletedPartitionGoAtOnce() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.orders();
            TestStore.append(log, Batches.one(0, "a"));

            test.store.delete(TestStore.ORDERS);

            assertThat(test.store.get(TestStore.ORDERS)).isNull();
            assertThat(log.state()).isEqualTo(new PartitionState.Offline("It is deleted."));
            assertThat(log.read(0, 10, true, READ_UNCOMMITTED)).isEqualTo(new Read.Offline("It is deleted."));
            assertThatThrownBy(() -> log.append(Batches.one(1, "b"), 5)).isInstanceOf(LogException.Unavailable.class);
            assertThat(test.files()).doesNotExist();
            await().untilAsserted(() -> assertThat(directories()).isEmpty());
        }
        try (TestStore test = TestStore.open(directory)) {
            assertThat(test.store.partitions()).isEmpty();
        }
    }

    private List<Path> directories() throws IOException {
        try (var paths = Files.list(directory)) {
            return paths.filter(path -> path.getFileName().toString().contains("orders"))
                    .toList();
        }
    }

    @Test
    void aReaderFinishesWhatItReadsOfADeletedPartition() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.orders();
            MemoryRecords batch = Batches.one(0, "a");
            TestStore.append(log, batch);
            Slice slice = TestStore.slice(log, 0);
            slice.retain();
            slice.release();

            test.store.delete(TestStore.ORDERS);
            test.orders();

            await().during(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(directories()).hasSize(2));
            ByteBuffer bytes = ByteBuffer.allocate(slice.length());
            slice.channel().read(bytes, slice.position());
            assertThat(bytes.array()).isEqualTo(Batches.bytes(batch));
            slice.release();
            await().untilAsserted(() -> assertThat(directories()).hasSize(1));
        }
    }

    @Test
    void aReaderThatNeverFinishesKeepsADeletedPartitionOnlySoLong() throws IOException {
        LogStoreSettings base = TestStore.SETTINGS;
        LogStoreSettings impatient = new LogStoreSettings(
                base.segmentBytesMax(),
                0,
                base.bytesMax(),
                base.unflushedBytesMax(),
                base.unflushedAgeMax(),
                base.retentionInterval(),
                base.compactionInterval(),
                1,
                base.dedupeBufferBytes(),
                2,
                Duration.ofMillis(300),
                false);
        try (TestStore test = TestStore.open(directory, impatient)) {
            PartitionLog log = test.orders();
            TestStore.append(log, Batches.one(0, "a"));
            Slice slice = TestStore.slice(log, 0);

            test.store.delete(TestStore.ORDERS);

            await().untilAsserted(() -> assertThat(directories()).isEmpty());
            assertThat(slice.channel().isOpen()).isFalse();
            slice.release();
        }
    }

    @Test
    void aSecondOneCannotOpenTheSameDirectory() throws IOException {
        TestStore first = TestStore.open(directory);
        assertThatThrownBy(() -> TestStore.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
        first.close();
        TestStore.open(directory).close();
    }

    @Test
    void directoriesOfOthersAreLeftAlone() throws IOException {
        Files.createDirectories(directory.resolve("lost+found"));
        Files.createDirectories(directory.resolve("no-partition-here-x"));
        try (TestStore test = TestStore.open(directory)) {
            assertThat(test.store.partitions()).isEmpty();
        }
        assertThat(directory.resolve("lost+found")).exists();
        assertThat(directory.resolve("no-partition-here-x")).exists();
    }

    @Test
    void aFailingListenerKeepsNobodyElseFromHearing() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            AtomicInteger heard = new AtomicInteger();
            test.store.addListener(new LogListener() {
                @Override
                public void committed(PartitionLog log) {
                    throw new IllegalStateException("a listener that fails");
                }
            });
            test.store.addListener(new LogListener() {
                @Override
                public void committed(PartitionLog log) {
                    heard.incrementAndGet();
                }
            });
            TestStore.append(test.orders(), Batches.one(0, "a"));

            assertThat(heard).hasValue(1);
        }
    }

    @Test
    void metersShowEachPartitionAndGoWithIt() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.orders();
            TestStore.append(log, Batches.one(0, "a"), Batches.one(1, "b"));
            log.advanceStart(1);

            assertThat(gauge(test, "start.offset")).isEqualTo(1);
            assertThat(gauge(test, "end.offset")).isEqualTo(2);
            assertThat(gauge(test, "bytes")).isEqualTo((double) log.bytes());
            assertThat(gauge(test, "segments")).isEqualTo(1);
            test.store.delete(TestStore.ORDERS);
            assertThat(test.meters.find("weir.kafka.log.bytes").gauge()).isNull();
        }
    }

    private static double gauge(TestStore test, String name) {
        return test.meters
                .get("weir.kafka.log." + name)
                .tags("topic", "orders", "partition", "0")
                .gauge()
                .value();
    }

    @Test
    void metersOfATopicSumUpItsPartitions() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            TestStore.append(test.orders(), Batches.one(0, "a"));
            test.store.meterPartitions(false);
            assertThat(test.meters
                            .find("weir.kafka.log.bytes")
                            .tagKeys("partition")
                            .gauge())
                    .isNull();
            TopicPartition second = new TopicPartition("orders", 1);
            TestStore.append(
                    test.store.create(second, TestStore.TOPIC_ID, KEEP_ALL, 0),
                    Batches.one(0, "a"),
                    Batches.one(1, "b"));

            assertThat(test.meters
                            .get("weir.kafka.log.end.offset")
                            .tag("topic", "orders")
                            .gauge()
                            .value())
                    .isEqualTo(3);
            test.store.delete(second);
            assertThat(test.meters
                            .get("weir.kafka.log.end.offset")
                            .tag("topic", "orders")
                            .gauge()
                            .value())
                    .isEqualTo(1);
        }
    }

    @Test
    void theStoreTakesNoMoreThanItMayHold() throws IOException {
        try (TestStore test = TestStore.open(directory, TestStore.withSegmentBytes(1_000))) {
            test.store.limit(20_000);
            PartitionLog log = test.orders();
            await().untilAsserted(() -> assertThatThrownBy(
                            () -> TestStore.append(log, Batches.many(log.endOffset(), 1, 5_000, Batches.EPOCH)))
                    .isInstanceOf(LogException.DiskFull.class)
                    .hasMessageContaining("at most 20,000"));
            assertThat(log.state()).isInstanceOf(PartitionState.ReadOnly.class);
            assertThat(TestStore.readAll(log, 0, 10_000)).isNotEmpty();

            log.advanceStart(log.endOffset());
            await().ignoreExceptionsInstanceOf(LogException.DiskFull.class).untilAsserted(() -> {
                TestStore.append(log, Batches.one(log.endOffset(), "a"));
                assertThat(log.state()).isEqualTo(new PartitionState.Online());
            });
        }
    }

    @Test
    void aRaisedLimitMakesRoom() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            test.store.limit(1);
            PartitionLog log = test.orders();
            await().untilAsserted(() -> assertThatThrownBy(
                            () -> TestStore.append(log, Batches.many(log.endOffset(), 1, 5_000, Batches.EPOCH)))
                    .isInstanceOf(LogException.DiskFull.class));
            test.store.limit(1_000_000);
            TestStore.append(log, Batches.one(log.endOffset(), "a"));
            assertThat(log.state()).isEqualTo(new PartitionState.Online());
        }
    }
}
