package dev.weir.dataplane.http.store;

import dev.weir.dataplane.http.policy.key.CacheKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which keys there are of a URI. Only those with extras are kept, since the other one is known; routes that use no
 * headers and cookies in their keys pay nothing.
 */
final class KeysOfUri {
    private final ConcurrentHashMap<String, Set<CacheKey>> withExtras = new ConcurrentHashMap<>();

    /** All that may be stored. */
    List<CacheKey> of(String uri) {
        var keys = new ArrayList<CacheKey>();
        keys.add(new CacheKey(uri, ""));
        keys.addAll(withExtras.getOrDefault(uri, Set.of()));
        return keys;
    }

    void add(CacheKey key) {
        if (!key.extras().isEmpty()) {
            withExtras.compute(key.uri(), (uri, keys) -> {
                Set<CacheKey> more = keys == null ? ConcurrentHashMap.newKeySet(1) : keys;
                more.add(key);
                return more;
            });
        }
    }

    void remove(CacheKey key) {
        if (!key.extras().isEmpty()) {
            withExtras.computeIfPresent(key.uri(), (uri, keys) -> {
                keys.remove(key);
                return keys.isEmpty() ? null : keys;
            });
        }
    }
}
