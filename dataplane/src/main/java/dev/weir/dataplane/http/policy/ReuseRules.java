package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.CacheControl;
import dev.weir.dataplane.http.policy.field.Directive;

/**
 * What a stored response itself says about its reuse (RFC 9111 section 5.2.2).
 *
 * @param validateAlways no-cache, or invalidated since: it answers nothing without having been validated
 * @param neverStale must-revalidate or proxy-revalidate: not even when disconnected
 * @param sharedMaxAge s-maxage, which implies proxy-revalidate (section 5.2.2.10)
 * @param immutable while it is fresh, validating it is of no use (RFC 8246)
 * @param whileRevalidateMillis stale-while-revalidate, {@link #UNSAID} without
 * @param ifErrorMillis stale-if-error, {@link #UNSAID} without
 */
public record ReuseRules(
        boolean validateAlways,
        boolean neverStale,
        boolean sharedMaxAge,
        boolean immutable,
        long whileRevalidateMillis,
        long ifErrorMillis) {
    public static final long UNSAID = -1;

    static ReuseRules of(CacheControl directives) {
        return new ReuseRules(
                directives.isUnqualified(Directive.NO_CACHE),
                directives.has(Directive.MUST_REVALIDATE) || directives.has(Directive.PROXY_REVALIDATE),
                directives.has(Directive.S_MAXAGE),
                directives.has(Directive.IMMUTABLE),
                millis(directives.seconds(Directive.STALE_WHILE_REVALIDATE)),
                millis(directives.seconds(Directive.STALE_IF_ERROR)));
    }

    ReuseRules invalidated() {
        return new ReuseRules(true, neverStale, sharedMaxAge, immutable, whileRevalidateMillis, ifErrorMillis);
    }

    /** Whether somebody else than the origin, a client or the route, may allow it to be served stale. */
    boolean mayBeAllowedStale() {
        return !validateAlways && !neverStale && !sharedMaxAge;
    }

    /** For how long after it expired it may be served while it is validated (RFC 5861 section 3). */
    long whileRevalidateMillis(CachePolicy policy) {
        return window(whileRevalidateMillis, policy.staleWhileRevalidate().toMillis());
    }

    /** For how long after it expired it may be served instead of an error (RFC 5861 section 4). */
    long ifErrorMillis(CachePolicy policy) {
        return window(ifErrorMillis, policy.staleIfError().toMillis());
    }

    /**
     * An origin that sends both s-maxage and a window for staleness means the latter: an extension modifies what the
     * directives it comes with require (RFC 9111 section 5.2.3). Against must-revalidate and its like it has no effect.
     */
    private long window(long said, long assumed) {
        if (validateAlways || neverStale) {
            return 0;
        }
        if (said != UNSAID) {
            return said;
        }
        return sharedMaxAge ? 0 : assumed;
    }

    private static long millis(long seconds) {
        return seconds == CacheControl.ABSENT ? UNSAID : seconds * 1000;
    }
}
