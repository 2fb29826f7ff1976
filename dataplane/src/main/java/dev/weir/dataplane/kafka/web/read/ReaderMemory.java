package dev.weir.dataplane.kafka.web.read;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much of the heap readers may have in hand: a quarter for all, shared evenly, and never more than a MiB for one.
 */
public final class ReaderMemory {
    private static final long READER_MAX = 1024 * 1024;

    private final long max;
    private final AtomicInteger readers = new AtomicInteger();

    ReaderMemory(long max) {
        this.max = max;
    }

    static ReaderMemory ofHeap() {
        return new ReaderMemory(Runtime.getRuntime().maxMemory() / 4);
    }

    public void enter() {
        readers.incrementAndGet();
    }

    public void leave() {
        readers.decrementAndGet();
    }

    /** What one may have now. */
    public long share() {
        return Math.min(READER_MAX, max / Math.max(1, readers.get()));
    }
}
