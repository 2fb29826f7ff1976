package dev.weir.dataplane.http.origin;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the connections to one address of a server over all event loops, and how many requests may wait for one. What
 * one loop does not need goes to the loop on which a request waits longest. Any thread.
 */
final class ConnectionLimit {
    /** How much longer a request must have waited elsewhere for a loop to pass over its own. */
    private static final long PRECEDENCE = Duration.ofMillis(100).toNanos();

    private final OriginSettings.Connections bounds;
    private final List<Pool> pools = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    ConnectionLimit(OriginSettings.Connections bounds) {
        this.bounds = bounds;
    }

    void join(Pool pool) {
        pools.add(pool);
    }

    int open() {
        return open.get();
    }

    int max() {
        return bounds.max();
    }

    int waitingMax() {
        return bounds.waitingMax();
    }

    int waiting() {
        return waiting.get();
    }

    boolean isReached() {
        return open.get() >= bounds.max();
    }

    /** Takes one more connection. If there is none, one that another loop does not use is given up for it. */
    boolean take(Pool pool) {
        int now;
        do {
            now = open.get();
            if (now >= bounds.max()) {
                pools.stream()
                        .filter(other -> other != pool && other.hasSpare())
                        .findFirst()
                        .ifPresent(other -> other.loop().execute(other::spare));
                return false;
            }
        } while (!open.compareAndSet(now, now + 1));
        return true;
    }

    void giveBack(Pool by) {
        open.decrementAndGet();
        Pool longest = longest(by);
        if (longest == null) {
            by.connect();
        } else {
            longest.loop().execute(longest::connect);
        }
    }

    /** Whether a connection that has become free had better go to another loop. */
    boolean isWantedElsewhere(Pool pool) {
        return isReached() && longest(pool) != null;
    }

    void waiting(int more) {
        if (more != 0) {
            waiting.addAndGet(more);
        }
    }

    boolean mayWait() {
        return waiting.get() <= bounds.waitingMax();
    }

    String exhausted() {
        return "has " + bounds.max() + " connections, and more than " + bounds.waitingMax()
                + " requests waiting for one";
    }

    /** The other pool whose request is to come before those of this one. */
    private @Nullable Pool longest(Pool pool) {
        long own = pool.waitsSince();
        Pool longest = null;
        long since = 0;
        for (Pool other : pools) {
            long waits = other.waitsSince();
            boolean before = waits != 0 && (own == 0 || own - waits > PRECEDENCE);
            if (other != pool && before && (longest == null || since - waits > 0)) {
                longest = other;
                since = waits;
            }
        }
        return longest;
    }
}
