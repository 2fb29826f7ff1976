package dev.weir.dataplane.http.policy;

/**
 * How old a stored response is, and how old it may get (RFC 9111 section 4.2).
 *
 * @param responseMillis when it was received, or last validated
 * @param initialAgeMillis how old it was then: corrected_initial_age
 * @param freshMillis freshness_lifetime
 */
public record Lifetime(long responseMillis, long initialAgeMillis, long freshMillis) {
    /** current_age; a clock that is set back makes nothing younger. */
    public long ageMillis(long nowMillis) {
        return initialAgeMillis + Math.max(0, nowMillis - responseMillis);
    }

    /** What the Age field says. */
    public long ageSeconds(long nowMillis) {
        return ageMillis(nowMillis) / 1000;
    }

    public boolean isFresh(long nowMillis) {
        return freshMillis > ageMillis(nowMillis);
    }

    /** For how long it has been stale; negative while it is fresh. */
    public long stalenessMillis(long nowMillis) {
        return ageMillis(nowMillis) - freshMillis;
    }

    /** The remaining freshness as Cache-Status tells it, negative when stale (RFC 9211 section 2.4). */
    public long ttlSeconds(long nowMillis) {
        return Math.floorDiv(freshMillis - ageMillis(nowMillis), 1000L);
    }

    /** Stale from now on, if it is not already. */
    Lifetime expiredAt(long nowMillis) {
        return new Lifetime(responseMillis, initialAgeMillis, Math.min(freshMillis, ageMillis(nowMillis)));
    }
}
