package dev.weir.dataplane.kafka.web.read;

import java.util.concurrent.atomic.AtomicLong;

/** How much of the heap the tables of keys may have together. */
final class KeyMemory {
    private final long max;
    private final AtomicLong used = new AtomicLong();

    KeyMemory(long max) {
        this.max = max;
    }

    /** An eighth of what the JVM may have: 16 bytes for each place are about five million keys for a GiB. */
    static KeyMemory ofHeap() {
        return new KeyMemory(Runtime.getRuntime().maxMemory() / 8);
    }

    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= max) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void give(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
