package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.origin.Origin;
import dev.weir.dataplane.http.policy.CachePolicy;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.store.Bucket;
import java.util.List;

/**
 * A way from requests to an origin, through a cache.
 *
 * @param when any of these must be met; empty for every request
 * @param identity tells what is cached for this route from what was for another, or for an earlier state of this one
 * @param objectBytesMax longer contents are not stored
 */
record Route(
        String name,
        List<RouteCondition> when,
        CachePolicy policy,
        Bucket bucket,
        String identity,
        Origin origin,
        Rewriting rewriting,
        boolean collapse,
        long objectBytesMax,
        RouteMeters meters) {

    boolean takes(RequestLine request) {
        if (when.isEmpty()) {
            return true;
        }
        for (RouteCondition condition : when) {
            if (condition.isMet(request)) {
                return true;
            }
        }
        return false;
    }

    CacheKey key(RequestHead request) {
        CacheKey plain = CacheKey.of(request.uri(), request.fields(), policy.key());
        String extras = plain.extras().isEmpty() ? identity : identity + '\n' + plain.extras();
        return new CacheKey(plain.uri(), extras);
    }
}
