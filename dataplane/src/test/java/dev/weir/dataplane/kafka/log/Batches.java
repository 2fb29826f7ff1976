package dev.weir.dataplane.kafka.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Record batches as upstream sends them. */
final class Batches {
    static final int EPOCH = 5;

    private Batches() {}

    /** A batch of one record whose value is its key. */
    static MemoryRecords one(long offset, String key) {
        return one(offset, key, key, System.currentTimeMillis());
    }

    static MemoryRecords one(long offset, String key, String value, long timestamp) {
        return MemoryRecords.withRecords(
                offset,
                Compression.NONE,
                EPOCH,
                new SimpleRecord(timestamp, key.getBytes(UTF_8), value.getBytes(UTF_8)));
    }

    static MemoryRecords tombstone(long offset, String key) {
        return MemoryRecords.withRecords(
                offset,
                Compression.NONE,
                EPOCH,
                new SimpleRecord(System.currentTimeMillis(), key.getBytes(UTF_8), null));
    }

    /** A batch of so many records, each with a value of so many bytes. */
    static MemoryRecords many(long offset, int records, int valueBytes, int epoch) {
        SimpleRecord[] all = LongStream.range(offset, offset + records)
                .mapToObj(at -> new SimpleRecord(
                        System.currentTimeMillis(), Long.toString(at).getBytes(UTF_8), value(at, valueBytes)))
                .toArray(SimpleRecord[]::new);
        return MemoryRecords.withRecords(offset, Compression.NONE, epoch, all);
    }

    /** Bytes that tell one offset from another. */
    static byte[] value(long offset, int bytes) {
        byte[] value = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            value[i] = (byte) (offset * 31 + i);
        }
        return value;
    }

    static MemoryRecords transactional(long offset, long producer, int sequence, String... keys) {
        SimpleRecord[] records = new SimpleRecord[keys.length];
        for (int i = 0; i < keys.length; i++) {
            records[i] = new SimpleRecord(System.currentTimeMillis(), keys[i].getBytes(UTF_8), keys[i].getBytes(UTF_8));
        }
        return MemoryRecords.withTransactionalRecords(
                offset, Compression.NONE, producer, (short) 0, sequence, EPOCH, records);
    }

    static MemoryRecords end(long offset, long producer, ControlRecordType how) {
        return MemoryRecords.withEndTransactionMarker(
                offset, System.currentTimeMillis(), EPOCH, producer, (short) 0, new EndTransactionMarker(how, 1));
    }

    static MemoryRecords logAppendTime(long offset, long appendTime, String key) {
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        try (var builder = MemoryRecords.builder(
                buffer,
                RecordBatch.CURRENT_MAGIC_VALUE,
                Compression.NONE,
                TimestampType.LOG_APPEND_TIME,
                offset,
                appendTime,
                EPOCH)) {
            builder.append(1L, key.getBytes(UTF_8), key.getBytes(UTF_8));
            return builder.build();
        }
    }

    static MemoryRecords joined(MemoryRecords... parts) {
        ByteBuffer buffer = ByteBuffer.allocate(
                List.of(parts).stream().mapToInt(MemoryRecords::sizeInBytes).sum());
        for (MemoryRecords part : parts) {
            buffer.put(part.buffer());
        }
        return MemoryRecords.readableRecords(buffer.flip());
    }

    static byte[] bytes(MemoryRecords records) {
        byte[] bytes = new byte[records.sizeInBytes()];
        records.buffer().get(bytes);
        return bytes;
    }

    static List<String> keys(Records records) {
        List<String> keys = new ArrayList<>();
        for (Record record : records.records()) {
            byte[] key = new byte[record.keySize()];
            record.key().get(key);
            keys.add(new String(key, UTF_8));
        }
        return keys;
    }
}
