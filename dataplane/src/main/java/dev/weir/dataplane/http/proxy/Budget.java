package dev.weir.dataplane.http.proxy;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of responses on their way may be in memory at once, over all of them. */
final class Budget {
    private final AtomicLong taken = new AtomicLong();
    private volatile long bytesMax;

    Budget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    void limit(long bytes) {
        bytesMax = bytes;
    }

    long limit() {
        return bytesMax;
    }

    long taken() {
        return taken.get();
    }

    void take(long bytes) {
        taken.addAndGet(bytes);
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    boolean hasRoom(long bytes) {
        return taken.get() + bytes <= bytesMax;
    }

    boolean isExceeded() {
        return taken.get() > bytesMax;
    }
}
