package dev.weir.dataplane.http.store;

import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.store.disk.DiskTier;
import dev.weir.dataplane.http.store.memory.ContentMemory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The buckets of one cache, by what identifies them: a bucket of the same name keeps what it has. */
public final class Store implements AutoCloseable {
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final ContentMemory memory;
    private final Gauge inFiles;
    private final Map<String, LimitedBucket> buckets = new HashMap<>();

    public Store(MeterRegistry meters, InstantSource clock) {
        this(meters, clock, new ContentMemory());
    }

    Store(MeterRegistry meters, InstantSource clock, ContentMemory memory) {
        this.meters = meters;
        this.clock = clock;
        this.memory = memory;
        this.inFiles = Gauge.builder("weir.http.cache.file.bytes", memory, ContentMemory::inFiles)
                .baseUnit("bytes")
                .register(meters);
    }

    /** A part of a volume for a bucket. */
    public record Disk(Path folder, long maxSizeBytes) {}

    public Bucket open(String name, BucketLimits limits) {
        return open(name, limits, null);
    }

    /**
     * The bucket of that name, with these limits from now on: where it holds more, it shrinks at once.
     *
     * @param disk what it has on disk outlives it; whether and where is settled when it is opened first
     */
    public synchronized Bucket open(String name, BucketLimits limits, @Nullable Disk disk) {
        LimitedBucket open = buckets.get(name);
        if (open != null) {
            open.limit(limits);
            if (disk != null) {
                open.limitDisk(disk.maxSizeBytes);
            }
            return open;
        }
        Function<Predicate<CacheKey>, DiskTier> tier = disk == null
                ? null
                : inUse -> new DiskTier(name, disk.folder, disk.maxSizeBytes, inUse, memory::allocate, meters);
        var opened = new LimitedBucket(limits, memory, clock, new BucketMeters(meters, name), tier);
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
        memory.close();
        meters.remove(inFiles);
    }

    /** Of contents, outside the heap. */
    long usedMemoryBytes() {
        return memory.usedBytes();
    }

    private void close(String name) {
        LimitedBucket gone = buckets.remove(name);
        if (gone != null) {
            gone.close();
        }
    }
}
