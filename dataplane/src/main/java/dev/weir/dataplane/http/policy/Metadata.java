package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.key.VaryKey;

/**
 * All that a decision needs to know of a stored response, read from its fields once and kept with it.
 *
 * @param status of the representation: a stored part of one has 200
 */
public record Metadata(
        int status, Lifetime lifetime, Validators validators, Extent extent, VaryKey vary, ReuseRules rules) {
    /**
     * As it must be after its URI was changed: nothing is answered with it before it was validated (RFC 9111 section
     * 4.4).
     */
    public Metadata invalidated() {
        return new Metadata(status, lifetime, validators, extent, vary, rules.invalidated());
    }

    /** Stale from now on, so that what may be served stale is counted from now: a soft purge. */
    public Metadata expiredAt(long nowMillis) {
        return new Metadata(status, lifetime.expiredAt(nowMillis), validators, extent, vary, rules);
    }

    /** Once the last byte of a whole representation has come, however its length was told. */
    public Metadata completed(long length) {
        return with(Extent.whole(length));
    }

    Metadata with(Extent other) {
        return new Metadata(status, lifetime, validators, other, vary, rules);
    }
}
