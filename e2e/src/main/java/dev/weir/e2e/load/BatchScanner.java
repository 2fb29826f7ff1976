package dev.weir.e2e.load;

import java.nio.ByteBuffer;

/**
 * Passes over record batches as their bytes arrive, in whatever pieces, and keeps the offset after the last whole one.
 *
 * <p>Of each batch it looks at base offset (8 bytes), length (4) and, 23 bytes in, the delta of the last offset (4).
 */
final class BatchScanner {
    private static final int HEADER = 27;
    private static final int LENGTH_AT = 8;
    private static final int BYTES_BEFORE_LENGTH_COUNTS = 12;
    private static final int LAST_OFFSET_DELTA_AT = 23;

    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private long next;
    private int left;
    private long nextWhenWhole;

    /** Begins with the records of another answer. */
    void begin(long offset) {
        header.clear();
        next = offset;
        left = 0;
    }

    void pass(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (left > 0) {
                skip(bytes);
            } else {
                read(bytes);
            }
        }
    }

    /** An incomplete batch at the end, which brokers may send, does not count. */
    long nextOffset() {
        return next;
    }

    private void skip(ByteBuffer bytes) {
        int n = Math.min(left, bytes.remaining());
        bytes.position(bytes.position() + n);
        left -= n;
        if (left == 0) {
            next = nextWhenWhole;
        }
    }

    private void read(ByteBuffer bytes) {
        while (header.hasRemaining() && bytes.hasRemaining()) {
            header.put(bytes.get());
        }
        if (!header.hasRemaining()) {
            left = header.getInt(LENGTH_AT) + BYTES_BEFORE_LENGTH_COUNTS - HEADER;
            nextWhenWhole = header.getLong(0) + header.getInt(LAST_OFFSET_DELTA_AT) + 1;
            header.clear();
        }
    }
}
