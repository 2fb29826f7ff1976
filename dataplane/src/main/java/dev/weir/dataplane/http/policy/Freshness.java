package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.Directive;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.HttpDate;
import java.time.Duration;

/** How long a response is fresh, and who says so (RFC 9111 section 4.2.1). */
record Freshness(long millis, Basis basis) {
    /** RFC 9111 section 4.2.2 suggests a tenth of the time since the last change; an upper bound keeps it a guess. */
    private static final int HEURISTIC_FRACTION = 10;

    private static final long HEURISTIC_MILLIS_MAX = Duration.ofDays(1).toMillis();

    private static final Freshness NOT_SAID = new Freshness(0, Basis.NONE);

    enum Basis {
        /** Directives or Expires. */
        EXPLICIT,
        /** The route, for the status code. */
        STATUS,
        HEURISTIC,
        /** The route, for whatever says nothing. */
        DEFAULT,
        NONE
    }

    static Freshness of(
            ResponseHead response, Governing governing, Validators validators, CachePolicy policy, long nowMillis) {
        var directives = governing.directives();
        if (directives.has(Directive.S_MAXAGE)) {
            return explicit(directives.seconds(Directive.S_MAXAGE) * 1000);
        }
        if (directives.has(Directive.MAX_AGE)) {
            return explicit(directives.seconds(Directive.MAX_AGE) * 1000);
        }
        String expires = response.fields().first(FieldName.EXPIRES);
        if (expires != null && governing.source() == Governing.Source.CACHE_CONTROL) {
            long expiresMillis = HttpDate.parse(expires, nowMillis);
            return explicit(expiresMillis == HttpDate.INVALID ? 0 : expiresMillis - validators.dateMillis());
        }
        return assumed(response, governing, validators, policy);
    }

    private static Freshness assumed(
            ResponseHead response, Governing governing, Validators validators, CachePolicy policy) {
        Duration ofStatus = policy.ttlByStatus().get(response.status());
        if (ofStatus != null) {
            return ofStatus.isPositive() ? new Freshness(ofStatus.toMillis(), Basis.STATUS) : NOT_SAID;
        }
        boolean mayBeAssumed = StatusCode.isHeuristicallyCacheable(response.status())
                || governing.directives().has(Directive.PUBLIC);
        long unchangedMillis =
                validators.lastModified() == null ? 0 : validators.dateMillis() - validators.lastModifiedMillis();
        if (mayBeAssumed && policy.heuristic() && unchangedMillis > 0) {
            return new Freshness(Math.min(unchangedMillis / HEURISTIC_FRACTION, HEURISTIC_MILLIS_MAX), Basis.HEURISTIC);
        }
        if (mayBeAssumed && policy.defaultTtl().isPositive()) {
            return new Freshness(policy.defaultTtl().toMillis(), Basis.DEFAULT);
        }
        return NOT_SAID;
    }

    private static Freshness explicit(long millis) {
        return new Freshness(Math.max(0, millis), Basis.EXPLICIT);
    }
}
