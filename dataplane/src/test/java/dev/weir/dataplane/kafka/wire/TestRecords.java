package dev.weir.dataplane.kafka.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Record batches as upstream sends them. */
public final class TestRecords {
    private static final int EPOCH = 3;

    private TestRecords() {}

    /** One batch of so many records, each valued as its offset. */
    public static MemoryRecords batch(long offset, int count) {
        return batch(offset, count, Compression.NONE);
    }

    public static MemoryRecords batch(long offset, int count, Compression compression) {
        return MemoryRecords.withRecords(offset, compression, EPOCH, records(offset, count, ""));
    }

    public static MemoryRecords ofEpoch(int epoch, long offset, int count) {
        return MemoryRecords.withRecords(offset, Compression.NONE, epoch, records(offset, count, ""));
    }

    /** One batch of one record of at least so many bytes. */
    public static MemoryRecords large(long offset, int bytes) {
        return MemoryRecords.withRecords(offset, Compression.NONE, EPOCH, records(offset, 1, "x".repeat(bytes)));
    }

    public static MemoryRecords transactional(long offset, int count, long producer) {
        return MemoryRecords.withTransactionalRecords(
                offset, Compression.NONE, producer, (short) 0, (int) offset, EPOCH, records(offset, count, ""));
    }

    public static MemoryRecords marker(long offset, long producer, ControlRecordType type) {
        return MemoryRecords.withEndTransactionMarker(
                offset, 1_000 + offset, EPOCH, producer, (short) 0, new EndTransactionMarker(type, 1));
    }

    private static SimpleRecord[] records(long offset, int count, String padding) {
        return LongStream.range(offset, offset + count)
                .mapToObj(at -> new SimpleRecord(1_000 + at, null, (at + padding).getBytes(UTF_8)))
                .toArray(SimpleRecord[]::new);
    }

    /** The offsets of the records that a response has for a partition. */
    public static List<Long> offsets(FetchResponseData.PartitionData partition) {
        List<Long> offsets = new ArrayList<>();
        if (partition.records() instanceof Records records) {
            for (Record record : records.records()) {
                offsets.add(record.offset());
            }
        }
        return offsets;
    }
}
