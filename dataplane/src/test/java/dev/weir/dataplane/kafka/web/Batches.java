package dev.weir.dataplane.kafka.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;

/** A batch as upstream sends it, record by record. */
public final class Batches {
    private static final int EPOCH = 3;

    private final List<SimpleRecord> records = new ArrayList<>();

    private Batches() {}

    public static Batches batch() {
        return new Batches();
    }

    /**
     * Adds a record.
     *
     * @param headers names and values in turn
     */
    public Batches add(long timestamp, @Nullable String key, @Nullable String value, String... headers) {
        return addBytes(timestamp, key, value == null ? null : value.getBytes(UTF_8), headers);
    }

    public Batches addBytes(long timestamp, @Nullable String key, byte @Nullable [] value, String... headers) {
        var list = new Header[headers.length / 2];
        for (int i = 0; i < list.length; i++) {
            list[i] = new RecordHeader(headers[2 * i], headers[2 * i + 1].getBytes(UTF_8));
        }
        records.add(new SimpleRecord(timestamp, key == null ? null : key.getBytes(UTF_8), value, list));
        return this;
    }

    /** With a key that need be no text. */
    public Batches addKey(long timestamp, byte[] key, String value) {
        records.add(new SimpleRecord(timestamp, key, value.getBytes(UTF_8)));
        return this;
    }

    public MemoryRecords at(long offset) {
        return at(offset, Compression.NONE);
    }

    public MemoryRecords at(long offset, Compression compression) {
        return MemoryRecords.withRecords(offset, compression, EPOCH, records.toArray(SimpleRecord[]::new));
    }
}
