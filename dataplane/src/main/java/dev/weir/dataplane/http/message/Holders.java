package dev.weir.dataplane.http.message;

import java.util.concurrent.atomic.AtomicInteger;

/** How many hold on to something; whoever comes after the last has let go comes too late. Begins with one. */
public final class Holders {
    private final AtomicInteger count = new AtomicInteger(1);

    /** One more, unless it is gone already. */
    public boolean tryEnter() {
        int now;
        do {
            now = count.get();
            if (now == 0) {
                return false;
            }
        } while (!count.compareAndSet(now, now + 1));
        return true;
    }

    /** One less; true for the last. */
    public boolean leave() {
        int left = count.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("released more often than retained");
        }
        return left == 0;
    }
}
