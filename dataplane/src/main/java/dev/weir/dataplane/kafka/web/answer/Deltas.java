package dev.weir.dataplane.kafka.web.answer;

import dev.weir.dataplane.kafka.web.record.Message;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages for one reader, who was sent those before: after the first value of a key it is what has changed. The
 * values that were sent last are kept for this, those of the keys that came last as far as there is room. A reader
 * needs to know nothing of that: what follows a value that is not kept any more is a whole one. One thread.
 */
public final class Deltas implements AutoCloseable {
    private static final int VALUE_BYTES_MAX = 64 * 1024;
    private static final int ENTRY_BYTES = 160;

    private final LongSupplier bytesMax;
    private final AtomicLong bytesOfAll;
    /** Those that came last are last. */
    private final Map<ByteBuffer, byte[]> sent = new LinkedHashMap<>();

    private long bytes;

    /**
     * For a reader who has been sent nothing yet.
     *
     * @param bytesMax how much may be kept, which is asked each time
     * @param bytesOfAll what all readers together have kept
     */
    public Deltas(LongSupplier bytesMax, AtomicLong bytesOfAll) {
        this.bytesMax = bytesMax;
        this.bytesOfAll = bytesOfAll;
    }

    public Written write(Message message) {
        ByteBuffer key = message.key();
        byte[] before = key == null ? null : forget(key);
        byte[] value = comparable(message);
        byte[] patch = before == null || value == null ? null : JsonPatch.between(before, value);
        if (key != null && value != null) {
            keep(key, value);
        }
        return patch == null
                ? MessageWriter.READABLE.write(message)
                : new Written(Written.Kind.PATCH, ByteBuffer.wrap(MessageWriter.patch(message, patch)));
    }

    private static byte @Nullable [] comparable(Message message) {
        ByteBuffer value = message.value();
        return value == null || value.remaining() > VALUE_BYTES_MAX || !Payload.isJson(value)
                ? null
                : Payload.bytes(value);
    }

    private byte @Nullable [] forget(ByteBuffer key) {
        byte[] value = sent.remove(key);
        if (value != null) {
            count(-footprint(key, value));
        }
        return value;
    }

    private void keep(ByteBuffer key, byte[] value) {
        ByteBuffer own = ByteBuffer.wrap(Payload.bytes(key)); // the message's is a part of its whole batch
        sent.put(own, value);
        count(footprint(own, value));
        long max = bytesMax.getAsLong();
        Iterator<Map.Entry<ByteBuffer, byte[]>> eldest = sent.entrySet().iterator();
        while (bytes > max) {
            Map.Entry<ByteBuffer, byte[]> entry = eldest.next();
            eldest.remove();
            count(-footprint(entry.getKey(), entry.getValue()));
        }
    }

    private void count(long more) {
        bytes += more;
        bytesOfAll.addAndGet(more);
    }

    private static long footprint(ByteBuffer key, byte[] value) {
        return (long) ENTRY_BYTES + key.remaining() + value.length;
    }

    @Override
    public void close() {
        sent.clear();
        count(-bytes);
    }
}
