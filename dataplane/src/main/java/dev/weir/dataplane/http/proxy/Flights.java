package dev.weir.dataplane.http.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.policy.key.VaryKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is under way to the origins, by key: so that many who want the same ask for it once. */
final class Flights {
    /** For how long requests do not wait for each other after an answer that could not be shared. */
    private static final Duration UNSHARED_TIME = Duration.ofSeconds(30);

    private static final int UNSHARED_MAX = 10_000;

    private final Map<CacheKey, UnderWay> underWay = new ConcurrentHashMap<>();
    private final Cache<CacheKey, Boolean> unshared = Caffeine.newBuilder()
            .maximumSize(UNSHARED_MAX)
            .expireAfterWrite(UNSHARED_TIME)
            .executor(Runnable::run)
            .build();

    /** Touched within {@code compute} alone. */
    private static final class UnderWay {
        private final Map<VaryKey, Flight> flights = new HashMap<>();
        private volatile List<Filling> fillings = List.of();

        private boolean isOver() {
            return flights.isEmpty() && fillings.isEmpty();
        }
    }

    /** Responses that are coming and may be used already. */
    List<Filling> fillings(CacheKey key) {
        UnderWay present = underWay.get(key);
        return present == null ? List.of() : present.fillings;
    }

    /** Whether the last answer could not be shared: waiting for another one would be in vain. */
    boolean isUnshared(CacheKey key) {
        return unshared.getIfPresent(key) != null;
    }

    void markUnshared(CacheKey key) {
        unshared.put(key, true);
    }

    void markShared(CacheKey key) {
        unshared.invalidate(key);
    }

    /**
     * Takes off, unless another one is in the air.
     *
     * @return the other one; null if this one took off
     */
    @Nullable
    Flight takeOff(CacheKey key, VaryKey variant, Flight flight) {
        Flight[] other = {null};
        underWay.compute(key, (same, present) -> {
            UnderWay now = present == null ? new UnderWay() : present;
            other[0] = now.flights.putIfAbsent(variant, flight);
            return now;
        });
        return other[0];
    }

    void begin(CacheKey key, Filling filling) {
        underWay.compute(key, (same, present) -> {
            UnderWay now = present == null ? new UnderWay() : present;
            var more = new ArrayList<>(now.fillings);
            more.add(filling);
            now.fillings = List.copyOf(more);
            return now;
        });
    }

    void end(CacheKey key, Filling filling) {
        underWay.computeIfPresent(key, (same, present) -> {
            present.fillings = present.fillings.stream()
                    .filter(each -> !each.fill().equals(filling.fill()))
                    .toList();
            return present.isOver() ? null : present;
        });
    }

    /** Takes it out of the air, and then lets those go on who wait for it. */
    void land(CacheKey key, VaryKey variant, Flight flight) {
        underWay.computeIfPresent(key, (same, present) -> {
            present.flights.remove(variant, flight);
            return present.isOver() ? null : present;
        });
        flight.land();
    }

    int size() {
        return underWay.size();
    }
}
