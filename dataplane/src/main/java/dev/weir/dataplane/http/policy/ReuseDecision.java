package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.CacheControl;
import dev.weir.dataplane.http.policy.field.Directive;
import java.util.List;

/** One decision about one request. */
final class ReuseDecision<S extends StoredResponse> {
    private static final long NEVER = Long.MIN_VALUE;

    private final RequestHead request;
    private final CachePolicy policy;
    private final CacheControl wishes;
    private final long nowMillis;

    ReuseDecision(RequestHead request, CachePolicy policy, long nowMillis) {
        this.request = request;
        this.policy = policy;
        this.wishes = policy.wishes(request);
        this.nowMillis = nowMillis;
    }

    Reuse<S> decide(List<S> candidates) {
        if (!policy.enabled()) {
            return new Reuse.Bypass<>(Forward.BYPASS);
        }
        if (!request.isGet() && !request.isHead()) {
            return new Reuse.Bypass<>(Forward.METHOD);
        }
        boolean onlyIfCached = wishes.has(Directive.ONLY_IF_CACHED);
        if (request.hasContent() || (wishes.has(Directive.NO_STORE) && !onlyIfCached)) {
            return new Reuse.Bypass<>(Forward.REQUEST);
        }
        Reuse<S> reuse = among(candidates);
        boolean fromCache = reuse instanceof Reuse.Fresh<S> || reuse instanceof Reuse.Stale<S>;
        return onlyIfCached && !fromCache ? new Reuse.Unsatisfiable<>() : reuse;
    }

    private Reuse<S> among(List<S> candidates) {
        S stored = Variants.select(request, candidates, policy);
        if (stored == null) {
            return new Reuse.Miss<>(candidates.isEmpty() ? Forward.URI_MISS : Forward.VARY_MISS);
        }
        Metadata metadata = stored.metadata();
        Extent extent = metadata.extent();
        if (!extent.isWhole()) {
            Answer answer = Answer.to(request, metadata, nowMillis);
            if (!extent.suffices(answer)) {
                boolean wantsWhole = request.isGet() && answer instanceof Answer.Whole;
                return new Reuse.Partial<>(stored, wantsWhole ? PartRequest.completing(metadata) : null);
            }
        }
        long stalenessMillis = metadata.lifetime().stalenessMillis(nowMillis);
        if (isAcceptable(metadata, stalenessMillis)) {
            return stalenessMillis < 0
                    ? new Reuse.Fresh<>(stored)
                    : new Reuse.Stale<>(stored, false, Preconditions.NONE);
        }
        Preconditions preconditions = Preconditions.of(metadata.validators());
        if (mayBeServedMeanwhile(metadata, stalenessMillis)) {
            return new Reuse.Stale<>(stored, true, preconditions);
        }
        boolean refused = stalenessMillis < 0 && !metadata.rules().validateAlways();
        long expiryMillis = nowMillis - stalenessMillis;
        long usableUntilMillis = usableUntilMillis(metadata.rules(), expiryMillis);
        return new Reuse.Revalidate<>(
                stored,
                refused ? Forward.REQUEST : Forward.STALE,
                preconditions,
                usableUntilMillis,
                disconnectedUntilMillis(metadata.rules(), usableUntilMillis, expiryMillis));
    }

    /** Fresh, or as stale as the client takes it, and to the client's liking (RFC 9111 sections 4.2.4 and 5.2.1). */
    private boolean isAcceptable(Metadata metadata, long stalenessMillis) {
        ReuseRules rules = metadata.rules();
        if (rules.validateAlways() || wishes.has(Directive.NO_CACHE)) {
            return false;
        }
        long toleranceMillis = maxStaleMillis();
        boolean fresh = stalenessMillis < 0;
        if (!fresh && !(rules.mayBeAllowedStale() && stalenessMillis <= toleranceMillis)) {
            return false;
        }
        // a fresh immutable response is not validated because a page is reloaded (RFC 8246 section 2.1)
        if (wishes.has(Directive.MAX_AGE) && !(fresh && rules.immutable())) {
            long tooOldMillis = metadata.lifetime().ageMillis(nowMillis) - wishes.seconds(Directive.MAX_AGE) * 1000;
            if (tooOldMillis > Math.max(0, toleranceMillis)) {
                return false;
            }
        }
        return !wishes.has(Directive.MIN_FRESH) || -stalenessMillis >= wishes.seconds(Directive.MIN_FRESH) * 1000;
    }

    /** Negative unless the client takes stale responses. */
    private long maxStaleMillis() {
        if (wishes.isBare(Directive.MAX_STALE)) {
            return Long.MAX_VALUE;
        }
        long seconds = wishes.seconds(Directive.MAX_STALE);
        return seconds == CacheControl.ABSENT ? -1 : seconds * 1000;
    }

    /** A client that says how fresh it wants it does not want it stale (RFC 9111 section 5.2.1.1). */
    private boolean mayBeServedMeanwhile(Metadata metadata, long stalenessMillis) {
        long windowMillis = metadata.rules().whileRevalidateMillis(policy);
        return stalenessMillis >= 0
                && windowMillis > 0
                && stalenessMillis <= windowMillis
                && !wishes.has(Directive.NO_CACHE)
                && !wishes.has(Directive.MAX_AGE)
                && !wishes.has(Directive.MIN_FRESH);
    }

    /** Nobody need allow it, as long as nobody forbids it (RFC 9111 section 4.2.4). */
    private long disconnectedUntilMillis(ReuseRules rules, long usableUntilMillis, long expiryMillis) {
        boolean forbidden = !rules.mayBeAllowedStale() || wishes.has(Directive.NO_CACHE);
        long windowMillis = policy.staleIfUnreachable().toMillis();
        return forbidden || windowMillis == 0
                ? usableUntilMillis
                : Math.max(usableUntilMillis, expiryMillis + windowMillis);
    }

    /** Errors are no reason to give a client what it asked to be validated (RFC 9111 section 5.2.1.4). */
    private long usableUntilMillis(ReuseRules rules, long expiryMillis) {
        if (rules.validateAlways() || wishes.has(Directive.NO_CACHE)) {
            return NEVER;
        }
        long windowMillis = rules.ifErrorMillis(policy);
        long wishedSeconds = wishes.seconds(Directive.STALE_IF_ERROR);
        if (wishedSeconds != CacheControl.ABSENT && !rules.neverStale()) {
            windowMillis = rules.sharedMaxAge() ? Math.min(windowMillis, wishedSeconds * 1000) : wishedSeconds * 1000;
        }
        return windowMillis == 0 ? expiryMillis - 1 : expiryMillis + windowMillis;
    }
}
