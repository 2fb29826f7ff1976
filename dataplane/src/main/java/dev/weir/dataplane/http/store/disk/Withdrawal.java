package dev.weir.dataplane.http.store.disk;

import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.key.CacheKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is no longer to be served as it is: a purge or an invalidation.
 *
 * @param text the URI, the prefix or the tag
 */
public record Withdrawal(Scope scope, String text, Effect effect, long millis) {
    /** Which responses. */
    public enum Scope {
        URI,
        PREFIX,
        TAG,
        EVERYTHING
    }

    /** What becomes of them. */
    public enum Effect {
        REMOVED,
        EXPIRED,
        INVALIDATED
    }

    boolean names(CacheKey key, List<String> tags) {
        return switch (scope) {
            case URI -> key.uri().equals(text);
            case PREFIX -> key.uri().startsWith(text);
            case TAG -> tags.contains(text);
            case EVERYTHING -> true;
        };
    }

    /** Null when it is removed. */
    @Nullable
    Metadata apply(Metadata metadata) {
        return switch (effect) {
            case REMOVED -> null;
            case EXPIRED -> metadata.expiredAt(millis);
            case INVALIDATED -> metadata.invalidated();
        };
    }
}
