package dev.weir.dataplane.kafka.web.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.Record;
import org.jspecify.annotations.Nullable;

/** One message of a topic. Readers of the same messages share them, and what they were last written as. Any thread. */
public final class Message {
    private final int partition;
    private final long offset;
    private final long timestamp;
    private final @Nullable ByteBuffer key;
    private final @Nullable ByteBuffer value;
    private final List<Header> headers;
    private volatile byte @Nullable [] written;

    Message(int partition, Record record) {
        this.partition = partition;
        this.offset = record.offset();
        this.timestamp = record.timestamp();
        this.key = record.key();
        this.value = record.value();
        this.headers = List.of(record.headers());
    }

    public int partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    /** In milliseconds since 1970, or -1 when it has none. */
    public long timestamp() {
        return timestamp;
    }

    public @Nullable ByteBuffer key() {
        return key == null ? null : key.duplicate();
    }

    /** Null for a tombstone. */
    public @Nullable ByteBuffer value() {
        return value == null ? null : value.duplicate();
    }

    public boolean isTombstone() {
        return value == null;
    }

    /** In their order, names repeated as they were sent. */
    public List<Header> headers() {
        return headers;
    }

    /** The values of the headers of that name as text; a value of null is left out. */
    public List<String> texts(String header) {
        var texts = new ArrayList<String>();
        for (Header each : headers) {
            if (each.key().equals(header) && each.value() != null) {
                texts.add(new String(each.value(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    /** As the writer writes it, which is the same one always: it is asked once. */
    public byte[] written(Function<Message, byte[]> writer) {
        byte[] known = written;
        if (known == null) {
            known = writer.apply(this);
            written = known;
        }
        return known;
    }

    /** What it takes of memory, about. */
    public int footprint() {
        int bytes = 160 + size(key) + size(value);
        for (Header header : headers) {
            bytes += 96 + header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return 2 * bytes; // once as it is, once as written
    }

    private static int size(@Nullable ByteBuffer bytes) {
        return bytes == null ? 0 : bytes.remaining();
    }
}
