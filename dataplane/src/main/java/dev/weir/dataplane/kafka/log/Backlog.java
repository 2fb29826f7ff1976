package dev.weir.dataplane.kafka.log;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of all partitions of a store that were appended and not flushed: what a crash leaves to be checked. */
final class Backlog {
    private final AtomicLong bytes = new AtomicLong();
    private final long bytesMax;
    private final Runnable onExceeded;

    Backlog(long bytesMax, Runnable onExceeded) {
        this.bytesMax = bytesMax;
        this.onExceeded = onExceeded;
    }

    void add(long appended) {
        long before = bytes.getAndAdd(appended);
        if (before <= bytesMax && before + appended > bytesMax) {
            onExceeded.run();
        }
    }

    void remove(long flushed) {
        bytes.addAndGet(-flushed);
    }

    long bytes() {
        return bytes.get();
    }
}
