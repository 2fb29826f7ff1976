package dev.weir.dataplane.http.store.disk;

import dev.weir.dataplane.http.policy.key.CacheKey;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is on disk, by the hash of its URI. Any thread looks, one changes. */
final class Index {
    /** Under one URI; the oldest goes. */
    private static final int CHAIN_MAX = 256;

    private static final Location[] NONE = {};

    private final ConcurrentHashMap<Long, Location[]> byUri = new ConcurrentHashMap<>();
    private final AtomicLong size = new AtomicLong();

    long size() {
        return size.get();
    }

    List<Location> find(CacheKey key) {
        Location[] chain = byUri.get(Hashes.of(key.uri()));
        if (chain == null) {
            return List.of();
        }
        long keyHash = Hashes.of(key);
        return Stream.of(chain).filter(each -> each.keyHash() == keyHash).toList();
    }

    /** The one whose content that record has. */
    @Nullable
    Location ofContent(long uriHash, long place) {
        for (Location each : byUri.getOrDefault(uriHash, NONE)) {
            if (each.content().place() == place) {
                return each;
            }
        }
        return null;
    }

    boolean has(Location location) {
        return Arrays.asList(byUri.getOrDefault(location.uriHash(), NONE)).contains(location);
    }

    /** In the place of the one that it is a later state of. */
    void put(Location location) {
        change(location.uriHash(), chain -> {
            Stream<Location> others = chain.stream()
                    .filter(each -> !each.isVariantOf(location)
                            && each.content().place() != location.content().place());
            List<Location> more = Stream.concat(others, Stream.of(location)).toList();
            return more.size() > CHAIN_MAX ? more.subList(1, more.size()) : more;
        });
    }

    void change(long uriHash, UnaryOperator<List<Location>> change) {
        byUri.compute(uriHash, (hash, chain) -> {
            Location[] before = chain == null ? NONE : chain;
            Location[] after = change.apply(List.of(before)).toArray(NONE);
            size.addAndGet(after.length - before.length);
            return after.length == 0 ? null : after;
        });
    }

    void clear() {
        byUri.clear();
        size.set(0);
    }
}
