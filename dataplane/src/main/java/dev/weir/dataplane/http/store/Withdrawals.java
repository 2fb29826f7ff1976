package dev.weir.dataplane.http.store;

import dev.weir.dataplane.http.policy.key.CacheKey;
import java.util.ArrayDeque;
import java.util.List;

/**
 * What was purged or invalidated lately, so that a response that was on its way then is not stored: it may be from
 * before the change. Only so many are remembered; what was asked for before the last that is forgotten is taken to be
 * concerned.
 */
final class Withdrawals {
    private static final long NEVER = Long.MIN_VALUE;

    private record Withdrawal(Purge.Target target, long millis) {}

    private final int max;
    private final ArrayDeque<Withdrawal> latest = new ArrayDeque<>();
    private long forgottenMillis = NEVER;

    Withdrawals(int max) {
        this.max = max;
    }

    void add(Purge.Target target, long nowMillis) {
        if (latest.size() == max) {
            forgottenMillis = Math.max(forgottenMillis, latest.removeFirst().millis);
        }
        latest.addLast(new Withdrawal(target, nowMillis));
    }

    /** In the same millisecond counts as before. */
    boolean concern(CacheKey key, List<String> tags, long requestMillis) {
        if (requestMillis <= forgottenMillis) {
            return true;
        }
        for (Withdrawal withdrawal : latest) {
            if (requestMillis <= withdrawal.millis && names(withdrawal.target, key, tags)) {
                return true;
            }
        }
        return false;
    }

    static boolean names(Purge.Target target, CacheKey key, List<String> tags) {
        return switch (target) {
            case Purge.Uri(String uri) -> key.uri().equals(uri);
            case Purge.Prefix(String prefix) -> key.uri().startsWith(prefix);
            case Purge.Tag(String tag) -> tags.contains(tag);
            case Purge.Everything() -> true;
        };
    }
}
