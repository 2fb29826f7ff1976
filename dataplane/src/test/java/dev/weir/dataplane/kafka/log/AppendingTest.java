package dev.weir.dataplane.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendingTest {
    @TempDir
    Path directory;

    private TestStore test;
    private PartitionLog log;

    @BeforeEach
    void open() throws IOException {
        test = TestStore.open(directory, TestStore.withSegmentBytes(4_000));
        log = test.orders();
    }

    @AfterEach
    void close() throws IOException {
        test.close();
    }

    @Test
    void anAppendTellsWhatItDid() throws IOException {
        MemoryRecords batches = Batches.joined(Batches.one(3, "a"), Batches.one(9, "b"));

        assertThat(TestStore.append(log, batches)).isEqualTo(new AppendResult(3, 9, batches.sizeInBytes(), 10));
    }

    @Test
    void aBatchCutOffAtTheEndOfTheResponseIsLeftOut() throws IOException {
        MemoryRecords whole = Batches.one(0, "a");
        byte[] bytes = Batches.bytes(Batches.joined(whole, Batches.one(1, "b")));
        ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length - 5));

        AppendResult result = TestStore.append(log, MemoryRecords.readableRecords(cut));

        assertThat(result).isEqualTo(new AppendResult(0, 0, whole.sizeInBytes(), 1));
        assertThat(TestStore.readAll(log, 0, 1_000)).isEqualTo(Batches.bytes(whole));
    }

    @Test
    void bytesThatHoldNoWholeBatchChangeNothing() throws IOException {
        byte[] bytes = Batches.bytes(Batches.one(0, "a"));
        ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length - 1));

        assertThat(TestStore.append(log, MemoryRecords.readableRecords(cut)).bytes())
                .isZero();
        assertThat(TestStore.append(log, MemoryRecords.EMPTY).bytes()).isZero();
        assertThat(log.endOffset()).isZero();
    }

    @Test
    void aBatchWithAWrongChecksumIsRefusedAndNothingOfTheResponseIsKept() throws IOException {
        byte[] bytes = Batches.bytes(Batches.joined(Batches.one(0, "a"), Batches.one(1, "b")));
        bytes[bytes.length - 1] ^= 1;

        assertThatThrownBy(() -> TestStore.append(log, MemoryRecords.readableRecords(ByteBuffer.wrap(bytes))))
                .isInstanceOf(LogException.Corrupt.class);
        assertThat(log.endOffset()).isZero();
        assertThat(log.state()).isEqualTo(new PartitionState.Online());
    }

    @Test
    void garbageIsRefused() {
        byte[] garbage = new byte[500];
        Arrays.fill(garbage, (byte) 0x7f);
        byte[] lyingLength = new byte[500];

        assertThatThrownBy(() -> TestStore.append(log, MemoryRecords.readableRecords(ByteBuffer.wrap(lyingLength))))
                .isInstanceOf(LogException.Corrupt.class);
        assertThat(log.endOffset()).isZero();
        assertThat(garbage).hasSize(500);
    }

    @Test
    void batchesThatDoNotFollowTheEndAreRefused() throws IOException {
        TestStore.append(log, Batches.one(0, "a"), Batches.one(1, "b"));

        assertThatThrownBy(() -> TestStore.append(log, Batches.one(1, "again")))
                .isInstanceOf(LogException.OutOfOrder.class);
        assertThatThrownBy(() -> TestStore.append(log, Batches.joined(Batches.one(5, "c"), Batches.one(4, "d"))))
                .isInstanceOf(LogException.OutOfOrder.class);
        assertThat(log.endOffset()).isEqualTo(2);
    }

    @Test
    void batchesOfALaterEpochThanTheOneAskedInAreLeftOut() throws IOException {
        MemoryRecords ofFive = Batches.many(0, 1, 10, 5);
        AppendResult result = log.append(Batches.joined(ofFive, Batches.many(1, 1, 10, 6)), 5);

        assertThat(result).isEqualTo(new AppendResult(0, 0, ofFive.sizeInBytes(), 1));
    }

    @Test
    void aResponseLargerThanASegmentIsSplitAtBatches() throws IOException {
        MemoryRecords[] batches = new MemoryRecords[20];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = Batches.many(i, 1, 900, Batches.EPOCH);
        }
        MemoryRecords response = Batches.joined(batches);

        assertThat(TestStore.append(log, response)).isEqualTo(new AppendResult(0, 19, response.sizeInBytes(), 20));
        assertThat(TestStore.readAll(log, 0, 10_000)).isEqualTo(Batches.bytes(response));
        assertThat(log.segments()).isEqualTo(5);
    }

    @Test
    void aBatchLargerThanASegmentIsTaken() throws IOException {
        MemoryRecords small = Batches.one(0, "a");
        MemoryRecords large = Batches.many(1, 1, 9_000, Batches.EPOCH);

        TestStore.append(log, Batches.joined(small, large));

        assertThat(TestStore.readAll(log, 0, 100)).isEqualTo(Batches.bytes(Batches.joined(small, large)));
    }

    @Test
    void anEmptyLogThatBeginsWithinABatchTakesTheWholeBatch() throws IOException {
        PartitionLog other = test.store.create(
                new org.apache.kafka.common.TopicPartition("orders", 1),
                TestStore.TOPIC_ID,
                TopicSettings.of(Map.of()),
                103);
        MemoryRecords batch = Batches.many(100, 10, 10, Batches.EPOCH);

        TestStore.append(other, batch);

        assertThat(other.startOffset()).isEqualTo(103);
        assertThat(other.endOffset()).isEqualTo(110);
        assertThat(other.highWatermark()).isEqualTo(110);
        assertThat(TestStore.readAll(other, 103, 10)).isEqualTo(Batches.bytes(batch));
        assertThat(other.read(102, 10, true, org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED))
                .isEqualTo(new Read.OutOfRange(103, 110, 110));
    }

    @Test
    void aBatchBelowTheEndOfAnEmptyLogIsRefused() throws IOException {
        PartitionLog other = test.store.create(
                new org.apache.kafka.common.TopicPartition("orders", 1),
                TestStore.TOPIC_ID,
                TopicSettings.of(Map.of()),
                103);

        assertThatThrownBy(() -> TestStore.append(other, Batches.one(90, "old")))
                .isInstanceOf(LogException.OutOfOrder.class);
    }
}
