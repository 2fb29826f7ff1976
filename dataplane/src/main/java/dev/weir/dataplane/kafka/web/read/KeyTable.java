package dev.weir.dataplane.kafka.web.read;

import java.util.concurrent.locks.StampedLock;

/**
 * The latest offset of each key, by a hash of 64 bits: 16 bytes for each place, of which no more than two thirds are
 * taken. One thread writes, any read.
 */
final class KeyTable {
    /** No offset: the key was never seen. */
    static final long NONE = -1;

    private static final int PLACES_FIRST = 1024;

    private final StampedLock lock = new StampedLock();
    private final KeyMemory memory;
    private long[] places = new long[0];
    private int taken;

    KeyTable(KeyMemory memory) {
        this.memory = memory;
    }

    /** False when there is no memory for another key. */
    boolean put(long hash, long offset) {
        long key = hash == 0 ? 1 : hash; // 0 is a free place
        long stamp = lock.writeLock();
        try {
            if (3L * (taken + 1) > places.length && !grow()) {
                return false;
            }
            int place = place(places, key);
            if (places[place] == 0) {
                taken++;
                places[place] = key;
            }
            places[place + 1] = offset;
            return true;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    long get(long hash) {
        long key = hash == 0 ? 1 : hash;
        long stamp = lock.tryOptimisticRead();
        if (stamp != 0) {
            long found = find(places, key);
            if (lock.validate(stamp)) {
                return found;
            }
        }
        stamp = lock.readLock();
        try {
            return find(places, key);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /** Forgets all, and gives its memory back. */
    void clear() {
        long stamp = lock.writeLock();
        try {
            memory.give(bytes(places.length));
            places = new long[0];
            taken = 0;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private boolean grow() {
        long[] old = places;
        int length = old.length == 0 ? 2 * PLACES_FIRST : 2 * old.length;
        if (length < 0 || !memory.take(bytes(length))) {
            return false;
        }
        var larger = new long[length];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0) {
                int place = place(larger, old[i]);
                larger[place] = old[i];
                larger[place + 1] = old[i + 1];
            }
        }
        places = larger;
        memory.give(bytes(old.length));
        return true;
    }

    private static long find(long[] places, long key) {
        if (places.length == 0) {
            return NONE;
        }
        int place = place(places, key);
        return places[place] == key ? places[place + 1] : NONE;
    }

    /** Where the key is, or the free place where it belongs. */
    private static int place(long[] places, long key) {
        int count = places.length / 2; // a power of two
        int at = (int) (key ^ (key >>> 32)) & (count - 1);
        for (int tried = 0; tried < count; tried++) {
            long there = places[2 * at];
            if (there == key || there == 0) {
                break;
            }
            at = (at + 1) & (count - 1);
        }
        return 2 * at;
    }

    private static long bytes(int length) {
        return (long) length * Long.BYTES;
    }
}
