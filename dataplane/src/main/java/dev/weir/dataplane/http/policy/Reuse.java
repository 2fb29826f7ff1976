package dev.weir.dataplane.http.policy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a cache does with a request, given what it has stored under the request's key (RFC 9111 section 4). */
public sealed interface Reuse<S extends StoredResponse> {
    /** Answered from the cache: see {@link Answer}. */
    record Fresh<S extends StoredResponse>(S stored) implements Reuse<S> {}

    /**
     * Answered from the cache although stale.
     *
     * @param refresh whether to validate it meanwhile (RFC 5861 section 3); otherwise it is the client who takes it so
     */
    record Stale<S extends StoredResponse>(S stored, boolean refresh, Preconditions preconditions)
            implements Reuse<S> {}

    /**
     * Goes on to the origin with these preconditions.
     *
     * @param usableUntilMillis until when, inclusive, what is stored may be served in the place of an error
     * @param disconnectedUntilMillis the same while the origin cannot be reached
     */
    record Revalidate<S extends StoredResponse>(
            S stored, Forward reason, Preconditions preconditions, long usableUntilMillis, long disconnectedUntilMillis)
            implements Reuse<S> {
        private static final Set<Integer> ERRORS = Set.of(500, 502, 503, 504);

        /** RFC 5861 section 4, RFC 9111 section 4.3.3. */
        public boolean isUsableInsteadOf(int status, long nowMillis) {
            return ERRORS.contains(status) && nowMillis <= usableUntilMillis;
        }

        /**
         * RFC 9111 section 4.2.4. Where it is not, and must-revalidate is why, the answer is a 504 (section 5.2.2.2):
         * see {@link ReuseRules#neverStale}.
         */
        public boolean isUsableWhenDisconnected(long nowMillis) {
            return nowMillis <= disconnectedUntilMillis;
        }
    }

    /**
     * Goes on to the origin because a part of what is asked for is missing.
     *
     * @param missing asks for just that, where the whole is wanted and one range is all it lacks; else the request goes
     *     on as it is
     */
    record Partial<S extends StoredResponse>(
            S stored, @Nullable PartRequest missing) implements Reuse<S> {}

    /** Goes on to the origin as it is. */
    record Miss<S extends StoredResponse>(Forward reason) implements Reuse<S> {}

    /** Goes on to the origin as it is, whatever is stored. */
    record Bypass<S extends StoredResponse>(Forward reason) implements Reuse<S> {}

    /** A 504: the client wants nothing that is not in the cache (RFC 9111 section 5.2.1.7). */
    record Unsatisfiable<S extends StoredResponse>() implements Reuse<S> {}

    static <S extends StoredResponse> Reuse<S> of(
            RequestHead request, List<S> candidates, CachePolicy policy, long nowMillis) {
        return new ReuseDecision<S>(request, policy, nowMillis).decide(candidates);
    }
}
