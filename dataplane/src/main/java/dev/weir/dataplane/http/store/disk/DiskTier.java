package dev.weir.dataplane.http.store.disk;

import dev.weir.dataplane.http.message.Payload;
import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.policy.key.VaryKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What of a bucket lies on a volume. Changes are told under the bucket's lock, so that they come in the order in which
 * they were made; none waits.
 */
public final class DiskTier implements AutoCloseable {
    private final Flux flux = new Flux();
    private final Index index = new Index();
    private final Pending pending = new Pending();
    private final DiskWriter writer;
    private final DiskReads reads;
    private final DiskMeters meters;

    /**
     * @param folder nobody else's
     * @param inUse whether a key is in memory: what is, outlives its segment
     * @param memory gives memory for a content, null when there is none
     */
    public DiskTier(
            String name,
            Path folder,
            long bytesMax,
            Predicate<CacheKey> inUse,
            IntFunction<@Nullable ByteBuf> memory,
            MeterRegistry registry) {
        meters = new DiskMeters(registry, name, this::report);
        writer = new DiskWriter(name, folder, bytesMax, index, pending, flux, meters, inUse);
        reads = new DiskReads(name, new ResponseReader(pending, memory));
        writer.start();
    }

    /** Whether there is something under the key with another variant than these. */
    public boolean offers(CacheKey key, Collection<VaryKey> known) {
        if (!writer.isOpen() || flux.concerns(Hashes.of(key.uri()))) {
            return false;
        }
        for (Location location : index.find(key)) {
            if (known.stream().noneMatch(vary -> vary.hashCode() == location.varyHash())) {
                return true;
            }
        }
        return false;
    }

    /** Reads all there is under the key; what cannot be read is dropped. */
    public CompletableFuture<List<Loaded>> load(CacheKey key) {
        if (!writer.isOpen()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return reads.run(() -> {
            var found = new ArrayList<Loaded>();
            for (Location location : index.find(key)) {
                Loaded loaded = read(location);
                if (loaded != null && loaded.response().key().equals(key)) {
                    found.add(loaded);
                } else if (loaded != null) {
                    loaded.release();
                }
            }
            return found;
        });
    }

    /** Whether nothing happened to it since it was read. To be asked under the lock. */
    public boolean isCurrent(Loaded loaded) {
        return !flux.concerns(loaded.location().uriHash())
                && index.has(loaded.location())
                && pending.version().equals(loaded.version());
    }

    /** A response was stored, in the place of its variant. */
    public void stored(Described response, Payload payload) {
        writer.store(response, payload);
    }

    /** The one that varied so has another head now. */
    public void updated(VaryKey before, Described now, Payload payload) {
        writer.update(before, now, payload);
    }

    public void removed(CacheKey key, VaryKey vary) {
        writer.remove(key, vary);
    }

    /** Completes with how many it is known to concern, once no crash can undo it. */
    public CompletableFuture<Long> withdrawn(Withdrawal withdrawal) {
        return writer.withdraw(withdrawal);
    }

    public void limit(long bytesMax) {
        writer.limit(bytesMax);
    }

    public DiskReport report() {
        return new DiskReport(
                index.size(),
                writer.bytes(),
                writer.bytesMax(),
                writer.queuedBytes(),
                writer.isOpen(),
                writer.trouble());
    }

    /** Writes what waits, and leaves the rest for the next start. */
    @Override
    public void close() {
        reads.close();
        writer.close();
        meters.close();
    }

    private @Nullable Loaded read(Location location) {
        ResponseReader.Outcome outcome = reads.read(location);
        return switch (outcome) {
            case ResponseReader.Found(Loaded loaded) -> {
                meters.loads.increment();
                yield loaded;
            }
            case ResponseReader.Gone() -> {
                writer.forget(location);
                yield null;
            }
            case ResponseReader.NoMemory() -> null;
            case ResponseReader.Damaged(String why) -> {
                meters.droppedDamaged.increment();
                writer.forget(location);
                yield null;
            }
        };
    }
}
