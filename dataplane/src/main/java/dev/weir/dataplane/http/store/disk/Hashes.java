package dev.weir.dataplane.http.store.disk;

import dev.weir.dataplane.http.policy.key.CacheKey;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the index knows keys by, of this process alone. Keys that collide cost a read, since the record has the key
 * itself; which ones do nobody outside can know.
 */
final class Hashes {
    private static final long SEED = ThreadLocalRandom.current().nextLong();
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private Hashes() {}

    static long of(String uri) {
        return add(SEED, uri);
    }

    static long of(CacheKey key) {
        return add(add(SEED, key.uri()), key.extras());
    }

    private static long add(long hash, String text) {
        long next = hash;
        for (int i = 0; i < text.length(); i++) {
            next = (next ^ text.charAt(i)) * MULTIPLIER;
            next ^= next >>> 29;
        }
        return (next ^ text.length()) * MULTIPLIER;
    }
}
