package dev.weir.dataplane.kafka.wire.frame;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes that many connections hold at once for the same purpose. Who finds no room waits, and who came first
 * is served first. Any thread.
 */
public final class MemoryBudget {
    private final long bytesMax;
    private final int uncounted;
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private long used;

    /**
     * Makes a budget.
     *
     * @param uncounted what is not larger than this is not counted: the number of connections bounds it
     */
    public MemoryBudget(long bytesMax, int uncounted) {
        this.bytesMax = bytesMax;
        this.uncounted = uncounted;
    }

    /** Room that somebody waits for. */
    public final class Waiter {
        private final int bytes;
        private final Runnable granted;

        private Waiter(int bytes, Runnable granted) {
            this.bytes = bytes;
            this.granted = granted;
        }

        /** Gives up waiting; room that was granted meanwhile is given back. */
        public void cancel() {
            boolean waited;
            synchronized (waiting) {
                waited = waiting.remove(this);
            }
            if (waited) {
                grant();
            } else {
                release(bytes);
            }
        }
    }

    /**
     * Takes room. In either case it is to be given back.
     *
     * @param granted run, on any thread, when there was none at first and now there is
     * @return null when there is room at once
     */
    public @Nullable Waiter take(int bytes, Runnable granted) {
        if (bytes <= uncounted) {
            return null;
        }
        synchronized (waiting) {
            if (waiting.isEmpty() && fits(bytes)) {
                used += bytes;
                return null;
            }
            var waiter = new Waiter(bytes, granted);
            waiting.add(waiter);
            return waiter;
        }
    }

    /** Gives room back that was granted. */
    public void release(int bytes) {
        if (bytes <= uncounted) {
            return;
        }
        synchronized (waiting) {
            used -= bytes;
        }
        grant();
    }

    private void grant() {
        while (true) {
            Waiter next;
            synchronized (waiting) {
                next = nextThatFits();
            }
            if (next == null) {
                return;
            }
            next.granted.run();
        }
    }

    private @Nullable Waiter nextThatFits() {
        Waiter first = waiting.peek();
        if (first == null || !fits(first.bytes)) {
            return null;
        }
        used += first.bytes;
        return waiting.remove();
    }

    /** One always fits, however small the budget. */
    private boolean fits(int bytes) {
        return used == 0 || used + bytes <= bytesMax;
    }

    /** Bytes that are taken now. */
    public long used() {
        synchronized (waiting) {
            return used;
        }
    }
}
