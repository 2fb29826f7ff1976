package dev.weir.dataplane.kafka.web.read;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.internals.ByteUtils;

/**
 * Where a reader is in every partition of a topic: the offset of what it has not seen yet. Clients carry it as a text
 * that means nothing to them and stays valid for as long as the topic and the records are there. The partitions of a
 * topic are mostly of about the same size, so what is written is how each differs from the one before.
 */
public final class Cursor {
    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 1 + Long.BYTES;
    private static final int OFFSET_BYTES_MAX = 10;
    private static final int PARTITIONS_MAX = 1_000_000;

    private final long topic;
    private final long[] offsets;

    private Cursor(long topic, long[] offsets) {
        this.topic = topic;
        this.offsets = offsets;
    }

    /**
     * At these places.
     *
     * @param offsets one for each partition, in their order
     */
    public static Cursor of(Uuid topicId, long[] offsets) {
        return new Cursor(fold(topicId), offsets.clone());
    }

    /** Fails on what no cursor was ever written as. */
    public static Cursor read(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(decoded(text));
        if (bytes.remaining() < HEAD_BYTES || bytes.get() != VERSION) {
            throw new IllegalArgumentException("it is no cursor of this cache");
        }
        long topic = bytes.getLong();
        var offsets = new long[Math.min(bytes.remaining(), PARTITIONS_MAX)];
        int count = 0;
        long offset = 0;
        try {
            while (bytes.hasRemaining() && count < offsets.length) {
                offset += ByteUtils.readVarlong(bytes);
                if (offset < 0) {
                    throw new IllegalArgumentException("it is no cursor of this cache");
                }
                offsets[count++] = offset;
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("it was cut off", e);
        }
        return new Cursor(topic, Arrays.copyOf(offsets, count));
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it has characters that no cursor has", e);
        }
    }

    /** Whether it is of this topic, and not of one before it that had the same name. */
    boolean isOf(Uuid topicId) {
        return topic == fold(topicId);
    }

    /** How many partitions the topic had; those that came later are read from their beginning. */
    int partitions() {
        return offsets.length;
    }

    long offset(int partition) {
        return offsets[partition];
    }

    private static long fold(Uuid id) {
        return id.getMostSignificantBits() ^ Long.rotateLeft(id.getLeastSignificantBits(), 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cursor cursor && cursor.topic == topic && Arrays.equals(cursor.offsets, offsets);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(topic) * 31 + Arrays.hashCode(offsets);
    }

    /** What clients are given. */
    @Override
    public String toString() {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + offsets.length * OFFSET_BYTES_MAX)
                .put(VERSION)
                .putLong(topic);
        long before = 0;
        for (long offset : offsets) {
            ByteUtils.writeVarlong(offset - before, out);
            before = offset;
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(out.array(), out.position()));
    }
}
