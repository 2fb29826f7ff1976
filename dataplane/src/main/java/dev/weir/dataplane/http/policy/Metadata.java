package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.key.VaryKey;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision needs to know of a stored response, read from its fields once and kept with it.
 *
 * @param status of the representation: a stored part of one has 200
 * @param validators as the origin gave them, which is what it is asked with
 * @param coding what the cache did to the content; null when it is as it came, whoever asks
 */
public record Metadata(
        int status,
        Lifetime lifetime,
        Validators validators,
        Extent extent,
        VaryKey vary,
        ReuseRules rules,
        @Nullable Coding coding) {
    /**
     * As it must be after its URI was changed: nothing is answered with it before it was validated (RFC 9111 section
     * 4.4).
     */
    public Metadata invalidated() {
        return new Metadata(status, lifetime, validators, extent, vary, rules.invalidated(), coding);
    }

    /** Stale from now on, so that what may be served stale is counted from now: a soft purge. */
    public Metadata expiredAt(long nowMillis) {
        return new Metadata(status, lifetime.expiredAt(nowMillis), validators, extent, vary, rules, coding);
    }

    /** Once the last byte of a whole representation has come, however its length was told. */
    public Metadata completed(long length) {
        return with(Extent.whole(length));
    }

    /** Whether the content is another than the origin sent. */
    public boolean isCoded() {
        return coding != null && coding.changes();
    }

    Metadata with(Extent other) {
        return new Metadata(status, lifetime, validators, other, vary, rules, coding);
    }
}
