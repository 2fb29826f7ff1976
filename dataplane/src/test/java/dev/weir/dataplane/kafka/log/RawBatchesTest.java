package dev.weir.dataplane.kafka.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawBatchesTest {
    @TempDir
    Path directory;

    static Stream<Arguments> formats() {
        return Stream.of(CompressionType.values())
                .flatMap(codec -> Stream.of((byte) 0, (byte) 1, (byte) 2)
                        .filter(magic -> codec != CompressionType.ZSTD || magic == 2)
                        .map(magic -> Arguments.of(codec, magic)));
    }

    @ParameterizedTest(name = "{0}, format {1}")
    @MethodSource("formats")
    void batchesOfEveryCodecAndFormatComeBackByteForByteAlsoAfterAReopening(CompressionType codec, byte magic)
            throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.orders();
            for (int i = 0; i < 50; i++) {
                MemoryRecords batch = MemoryRecords.withRecords(
                        magic,
                        i * 3L,
                        Compression.of(codec).build(),
                        TimestampType.CREATE_TIME,
                        RecordBatch.NO_PRODUCER_ID,
                        RecordBatch.NO_PRODUCER_EPOCH,
                        RecordBatch.NO_SEQUENCE,
                        Batches.EPOCH,
                        false,
                        records(magic, i));
                sent.writeBytes(Batches.bytes(batch));
                TestStore.append(log, batch);
            }
            assertThat(TestStore.readAll(log, 0, 300)).isEqualTo(sent.toByteArray());
        }
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.found(TestStore.ORDERS);
            assertThat(log.endOffset()).isEqualTo(150);
            assertThat(TestStore.readAll(log, 0, 10_000)).isEqualTo(sent.toByteArray());
        }
    }

    private static SimpleRecord[] records(byte magic, int i) {
        byte[] key = ("key " + i).getBytes(UTF_8);
        byte[] value = ("value " + "x".repeat(i)).getBytes(UTF_8);
        Header[] headers = magic < 2 ? new Header[0] : new Header[] {new RecordHeader("region", null)};
        return new SimpleRecord[] {
            new SimpleRecord(1_000L + i, key, value, headers),
            new SimpleRecord(1_000L + i, null, value, headers),
            new SimpleRecord(1_000L + i, key, null, headers)
        };
    }

    @Test
    void controlBatchesAndLogAppendTimeComeBackByteForByte() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.orders();
            MemoryRecords[] batches = {
                Batches.logAppendTime(0, 1234, "a"),
                Batches.transactional(1, 7, 0, "b", "c"),
                Batches.end(3, 7, ControlRecordType.COMMIT),
                Batches.transactional(4, 7, 2, "d"),
                Batches.end(5, 7, ControlRecordType.ABORT)
            };
            TestStore.append(log, batches);

            assertThat(TestStore.readAll(log, 0, 1 << 20)).isEqualTo(Batches.bytes(Batches.joined(batches)));
        }
    }

    @Test
    void gapsBetweenOffsetsAreKept() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.orders();
            MemoryRecords[] batches = {Batches.one(0, "a"), Batches.one(17, "b"), Batches.one(1_000_000_000_000L, "c")};
            TestStore.append(log, batches);

            assertThat(log.endOffset()).isEqualTo(1_000_000_000_001L);
            assertThat(TestStore.readAll(log, 0, 1)).isEqualTo(Batches.bytes(Batches.joined(batches)));
            Slice inTheGap = TestStore.slice(log, 18);
            assertThat(Batches.keys(inTheGap.records())).isEqualTo(java.util.List.of("c"));
            inTheGap.release();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4_000_000_000L})
    void aLogMayBeginAnywhereAndWithAGap(long start) throws IOException {
        MemoryRecords batch = Batches.one(start + 12, "a");
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.store.create(
                    TestStore.ORDERS, TestStore.TOPIC_ID, TopicSettings.of(java.util.Map.of()), start);
            assertThat(log.startOffset()).isEqualTo(start);
            assertThat(log.endOffset()).isEqualTo(start);
            TestStore.append(log, batch);
        }
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.found(TestStore.ORDERS);
            assertThat(log.startOffset()).isEqualTo(start);
            assertThat(log.endOffset()).isEqualTo(start + 13);
            assertThat(TestStore.readAll(log, start, 1)).isEqualTo(Batches.bytes(batch));
        }
    }

    @Test
    void batchesOnBothSidesOfASegmentsEndAreAllThere() throws IOException {
        try (TestStore test = TestStore.open(directory, TestStore.withSegmentBytes(2_000))) {
            PartitionLog log = test.orders();
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            for (int i = 0; i < 40; i++) {
                MemoryRecords batch = Batches.many(i * 2L, 2, 300, Batches.EPOCH);
                sent.writeBytes(Batches.bytes(batch));
                TestStore.append(log, batch);
            }
            assertThat(log.segments()).isGreaterThan(10);
            assertThat(TestStore.readAll(log, 0, 1_500)).isEqualTo(sent.toByteArray());
        }
    }

    @Test
    void aSliceTellsWhereItsBytesAreInTheSegmentFile() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.orders();
            MemoryRecords second = Batches.one(1, "b");
            TestStore.append(log, Batches.one(0, "a"), second);

            Slice slice = TestStore.slice(log, 1);
            ByteBuffer bytes = ByteBuffer.allocate(slice.length());
            slice.channel().read(bytes, slice.position());
            slice.release();

            assertThat(bytes.array()).isEqualTo(Batches.bytes(second));
            assertThat(slice.position()).isEqualTo(slice.length());
            assertThat(RecordBatch.CURRENT_MAGIC_VALUE).isEqualTo((byte) 2);
        }
    }
}
