package dev.weir.dataplane.http.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.weir.dataplane.http.policy.key.CacheKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The stored responses in memory, never more than there is room for once a change is over: W-TinyLFU says which go. It
 * lets contents go with their entries.
 *
 * <p>Any thread may look; changes come one at a time. What is looked at may carry out an eviction that a change left.
 */
final class Shelf {
    /** How many are looked at in one go when some have to make room. */
    private static final int BATCH = 256;

    private final Cache<CacheKey, Variants> cache;
    private final Policy.Eviction<CacheKey, Variants> eviction;
    private final KeysOfUri keysOfUri = new KeysOfUri();
    private final AtomicLong items = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final IntConsumer evicted;
    private long itemsMax;

    /** @param evicted is told how many had to go */
    Shelf(long itemsMax, long bytesMax, IntConsumer evicted) {
        this.itemsMax = itemsMax;
        this.evicted = evicted;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(bytesMax)
                .weigher((CacheKey key, Variants variants) -> Math.toIntExact(variants.bytes()))
                .evictionListener(this::onEviction)
                .executor(Runnable::run)
                .build();
        this.eviction = cache.policy().eviction().orElseThrow();
    }

    List<Entry> find(CacheKey key) {
        Variants found = cache.getIfPresent(key);
        return found == null ? List.of() : found.entries();
    }

    /** As {@link #find}, but it does not make them any likelier to stay. */
    List<Entry> peek(CacheKey key) {
        Variants found = cache.policy().getIfPresentQuietly(key);
        return found == null ? List.of() : found.entries();
    }

    /** All that may be stored under a URI. */
    List<CacheKey> keysOf(String uri) {
        return keysOfUri.of(uri);
    }

    /** All that are there and stay while it is looked at, and maybe some that come. */
    Set<CacheKey> keys() {
        return cache.asMap().keySet();
    }

    /** Puts others in the place of what is under a key, if only to make that empty; then makes room. */
    void change(CacheKey key, UnaryOperator<Variants> change) {
        long keyBytes = Footprint.of(key);
        cache.asMap().compute(key, (same, now) -> {
            Variants before = now == null ? Variants.none(keyBytes) : now;
            Variants after = change.apply(before);
            keysOfUri.add(key);
            account(before, -1);
            account(after, 1);
            letGo(before, after);
            if (after.isEmpty()) {
                keysOfUri.remove(key);
            }
            return after.isEmpty() ? null : after;
        });
        makeRoom();
    }

    void limit(long itemsMax, long bytesMax) {
        this.itemsMax = itemsMax;
        eviction.setMaximum(bytesMax);
        makeRoom();
    }

    /** Makes free as much as that, if there is as much. */
    void shed(long wantedBytes) {
        long goal = Math.max(0, bytes.get() - wantedBytes);
        while (bytes.get() > goal && evictColdest(() -> bytes.get() > goal)) {
            // until it is enough
        }
    }

    long items() {
        return items.get();
    }

    long bytes() {
        return bytes.get();
    }

    private void makeRoom() {
        cache.cleanUp();
        while (items.get() > itemsMax && evictColdest(() -> items.get() > itemsMax)) {
            // until there are few enough
        }
    }

    private boolean evictColdest(BooleanSupplier tooMuch) {
        boolean any = false;
        for (CacheKey key : eviction.coldest(BATCH).keySet()) {
            if (!tooMuch.getAsBoolean()) {
                break;
            }
            Variants gone = cache.asMap().remove(key);
            if (gone != null) {
                any = true;
                onEviction(key, gone, RemovalCause.SIZE);
            }
        }
        return any;
    }

    private void onEviction(@Nullable CacheKey key, @Nullable Variants gone, RemovalCause cause) {
        if (key != null && gone != null) {
            keysOfUri.remove(key);
            account(gone, -1);
            letGo(gone, Variants.none(0));
            evicted.accept(gone.size());
        }
    }

    /** Contents that no entry has any more; an entry may have got its content from its predecessor. */
    private static void letGo(Variants before, Variants after) {
        for (Entry entry : before.entries()) {
            if (after.entries().stream().noneMatch(other -> other.payload().equals(entry.payload()))) {
                entry.payload().release();
            }
        }
    }

    private void account(Variants variants, long sign) {
        if (!variants.isEmpty()) {
            items.addAndGet(sign * variants.size());
            bytes.addAndGet(sign * variants.bytes());
        }
    }
}
