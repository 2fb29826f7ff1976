package dev.weir.dataplane.http.store;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The buckets of one cache, by what identifies them: a bucket of the same name keeps what it has. */
public final class Store implements AutoCloseable {
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final ContentMemory memory;
    private final Map<String, MemoryBucket> buckets = new HashMap<>();

    public Store(MeterRegistry meters, InstantSource clock) {
        this(meters, clock, new ContentMemory());
    }

    Store(MeterRegistry meters, InstantSource clock, ContentMemory memory) {
        this.meters = meters;
        this.clock = clock;
        this.memory = memory;
    }

    /** The bucket of that name, with these limits from now on: where it holds more, it shrinks at once. */
    public synchronized Bucket open(String name, BucketLimits limits) {
        MemoryBucket open = buckets.get(name);
        if (open != null) {
            open.limit(limits);
            return open;
        }
        var opened = new MemoryBucket(limits, memory, clock, new BucketMeters(meters, name));
        buckets.put(name, opened);
        return opened;
    }

    /** Drops all other buckets. Whoever still has one finds it empty and cannot fill it. */
    public synchronized void keepOnly(Set<String> names) {
        for (String name : List.copyOf(buckets.keySet())) {
            if (!names.contains(name)) {
                close(name);
            }
        }
    }

    public synchronized List<Bucket> buckets() {
        return new ArrayList<>(buckets.values());
    }

    @Override
    public void close() {
        keepOnly(Set.of());
    }

    /** Of contents, outside the heap. */
    long usedMemoryBytes() {
        return memory.usedBytes();
    }

    private void close(String name) {
        MemoryBucket gone = buckets.remove(name);
        if (gone != null) {
            gone.close();
        }
    }
}
