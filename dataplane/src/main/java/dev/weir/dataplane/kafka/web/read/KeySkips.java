package dev.weir.dataplane.kafka.web.read;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Leads whoever asks for some keys, and for no more than what counts of them, from one latest message to the next. What
 * is not known of these keys yet is read.
 */
final class KeySkips implements Skips {
    private final KeyIndex index;
    private final long[] hashes;
    private KeyIndex.Places places;

    KeySkips(KeyIndex index, Set<ByteBuffer> keys) {
        this.index = index;
        this.hashes = keys.stream().mapToLong(KeyHash::of).toArray();
        this.places = index.places(hashes);
    }

    /** Where all that was known at the beginning ends. */
    long known() {
        return places.known();
    }

    @Override
    public long after(long offset, long end) {
        if (offset >= places.known()) {
            places = index.places(hashes);
        }
        long next = places.known();
        for (long latest : places.latest()) {
            if (latest >= end) {
                return offset; // it came too late for this reader, to whom an earlier one may count
            }
            if (latest >= offset) {
                next = Math.min(next, latest);
            }
        }
        return Math.max(offset, next);
    }
}
