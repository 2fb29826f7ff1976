package dev.weir.dataplane.kafka.log;

import static org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a disk may do to files behind a store's back. One partition is damaged, another one is not and never notices.
 */
class DamageTest {
    private static final TopicPartition SOUND = new TopicPartition("sound", 0);
    private static final LogStoreSettings SETTINGS = TestStore.withSegmentBytes(20_000);
    private static final int BATCHES = 300;

    @TempDir
    Path directory;

    private byte[] sent = new byte[0];

    @BeforeEach
    void fill() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (TestStore test = TestStore.open(directory, SETTINGS)) {
            PartitionLog sound =
                    test.store.create(SOUND, TestStore.TOPIC_ID, TopicSettings.of(Map.of("retention.ms", "-1")), 0);
            for (int i = 0; i < BATCHES; i++) {
                MemoryRecords batch = batch(i);
                all.writeBytes(Batches.bytes(batch));
                TestStore.append(test.orders(), batch);
                TestStore.append(sound, batch);
            }
        }
        sent = all.toByteArray();
    }

    private static MemoryRecords batch(int i) {
        return MemoryRecords.withRecords(
                i * 5L,
                Compression.NONE,
                Batches.EPOCH,
                IntStream.range(0, 5)
                        .mapToObj(at -> new SimpleRecord(1_000_000L + i, null, Batches.value(i * 5L + at, 60)))
                        .toArray(SimpleRecord[]::new));
    }

    private List<Path> files(String suffix) throws IOException {
        try (var files = Files.list(directory.resolve("orders-0"))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int before = bytes.read();
            bytes.seek(at);
            bytes.write(before ^ 0x55);
        }
    }

    /** Reads as a client does, and fetches again what is missing as a follower does, until all is there. */
    private void assertHeals(TestStore test) throws IOException {
        assertThat(TestStore.readAll(test.found(SOUND), 0, 5_000)).isEqualTo(sent);
        PartitionLog log = test.found(TestStore.ORDERS);
        await().untilAsserted(() -> {
            refetch(log);
            assertThat(readOnce(log)).isEqualTo(sent);
        });
        assertThat(log.state()).isEqualTo(new PartitionState.Online());
    }

    private static void refetch(PartitionLog log) throws IOException {
        if (!(log.state() instanceof PartitionState.Online)) {
            return;
        }
        assertThat(log.endOffset() % 5).isZero();
        for (long offset = log.endOffset(); offset < BATCHES * 5L; offset += 5) {
            TestStore.append(log, batch((int) (offset / 5)));
        }
    }

    private static byte[] readOnce(PartitionLog log) throws IOException {
        for (long offset = 0; offset < log.highWatermark(); ) {
            Read read = log.read(offset, 5_000, true, READ_UNCOMMITTED);
            if (!(read instanceof Slice slice)) {
                return new byte[0];
            }
            for (var batch : slice.records().batches()) {
                batch.ensureValid();
                offset = batch.nextOffset();
            }
            slice.release();
        }
        return TestStore.readAll(log, 0, 5_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 7, 8, 10, 11, 16, 17, 30, 61, 5_000, 19_000})
    void aByteFlippedInAnOldSegmentIsNeverServedAndIsFetchedAgain(long at) throws IOException {
        flip(files(".log").get(2), at);
        try (TestStore test = TestStore.open(directory, SETTINGS)) {
            assertHeals(test);
        }
    }

    @Test
    void aByteFlippedInTheActiveSegmentIsNeverServedAndIsFetchedAgain() throws IOException {
        Path last = files(".log").getLast();
        flip(last, Files.size(last) - 10);
        try (TestStore test = TestStore.open(directory, SETTINGS)) {
            assertHeals(test);
        }
    }

    /** Exactly behind a batch, or within one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100})
    void aSegmentThatWasCutOffIsFetchedAgain(int more) throws IOException {
        cutOffBehindSomeBatches(files(".log").get(1), more);
        try (TestStore test = TestStore.open(directory, SETTINGS)) {
            assertHeals(test);
        }
    }

    private static void cutOffBehindSomeBatches(Path segment, int more) throws IOException {
        int bytes = 0;
        try (FileRecords records = FileRecords.open(segment.toFile(), false)) {
            for (var batch : records.batches()) {
                bytes += batch.sizeInBytes();
                if (bytes > 7_000) {
                    break;
                }
            }
        }
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.setLength(bytes + more);
        }
    }

    @Test
    void aSegmentThatIsGoneIsFetchedAgain() throws IOException {
        Path gone = files(".log").get(4);
        String name = gone.getFileName().toString().replace(".log", "");
        for (Path file : files("")) {
            if (file.getFileName().toString().startsWith(name)) {
                Files.delete(file);
            }
        }
        try (TestStore test = TestStore.open(directory, SETTINGS)) {
            assertHeals(test);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".index", ".timeindex"})
    void anIndexFullOfGarbageIsBuiltAgain(String suffix) throws IOException {
        Random random = new Random(42);
        for (Path index : files(suffix)) {
            byte[] garbage = new byte[(int) Files.size(index)];
            random.nextBytes(garbage);
            Files.write(index, garbage);
        }
        try (TestStore test = TestStore.open(directory, SETTINGS)) {
            assertHeals(test);
            assertThat(test.found(TestStore.ORDERS).offsetForTimestamp(1_000_150, READ_UNCOMMITTED))
                    .hasValueSatisfying(found -> assertThat(found.offset()).isEqualTo(750));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".index", ".timeindex", ".snapshot"})
    void filesThatCanBeBuiltAgainMayBeMissing(String suffix) throws IOException {
        for (Path file : files(suffix)) {
            Files.delete(file);
        }
        try (TestStore test = TestStore.open(directory, SETTINGS)) {
            assertThat(test.found(TestStore.ORDERS).endOffset()).isEqualTo(BATCHES * 5L);
            assertHeals(test);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"leader-epoch-checkpoint", "00000000000000000000.log", ".snapshot", ".index"})
    void whateverFileIsGarbageThePartitionComesBack(String name) throws IOException {
        for (Path file : files(name)) {
            byte[] garbage = new byte[3_333];
            Arrays.fill(garbage, (byte) 0xC3);
            Files.write(file, garbage);
        }
        try (TestStore test = TestStore.open(directory, SETTINGS)) {
            assertHeals(test);
        }
    }

    @Test
    void aPartitionWhoseTopicCannotBeToldIsDeleted() throws IOException {
        Files.write(directory.resolve("orders-0").resolve("partition.metadata"), new byte[] {1, 2, 3});
        try (TestStore test = TestStore.open(directory, SETTINGS)) {
            assertThat(test.store.get(TestStore.ORDERS)).isNull();
            assertThat(TestStore.readAll(test.found(SOUND), 0, 5_000)).isEqualTo(sent);
            assertThat(test.orders().endOffset()).isZero();
        }
    }

    @Test
    void withoutItsMarksEverythingIsReadThroughAndNothingIsLost() throws IOException {
        Files.write(directory.resolve("marks"), new byte[] {1, 2, 3});
        try (TestStore test = TestStore.open(directory, SETTINGS)) {
            assertThat(test.store.recovery().rescanned()).isEqualTo(2);
            assertThat(TestStore.readAll(test.found(TestStore.ORDERS), 0, 5_000))
                    .isEqualTo(sent);
        }
        try (TestStore test = TestStore.open(directory, SETTINGS)) {
            assertThat(test.store.recovery().rescanned()).isZero();
            assertHeals(test);
        }
    }
}
