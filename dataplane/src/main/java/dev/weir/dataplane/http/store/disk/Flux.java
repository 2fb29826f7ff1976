package dev.weir.dataplane.http.store.disk;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What changes are on their way to the log: until they are there, what they concern is not to be read from it. */
final class Flux {
    /** Concerns more than one URI. */
    static final long BROAD = 0;

    private final ConcurrentHashMap<Long, Integer> byUri = new ConcurrentHashMap<>();
    private final AtomicInteger broad = new AtomicInteger();

    void begin(long uriHash) {
        if (uriHash == BROAD) {
            broad.incrementAndGet();
        } else {
            byUri.merge(uriHash, 1, Integer::sum);
        }
    }

    void end(long uriHash) {
        if (uriHash == BROAD) {
            broad.decrementAndGet();
        } else {
            byUri.computeIfPresent(uriHash, (hash, count) -> count == 1 ? null : count - 1);
        }
    }

    boolean concerns(long uriHash) {
        return broad.get() > 0 || byUri.containsKey(uriHash);
    }
}
