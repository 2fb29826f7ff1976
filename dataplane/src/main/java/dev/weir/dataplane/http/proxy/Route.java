package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.origin.Origin;
import dev.weir.dataplane.http.policy.CachePolicy;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.store.Bucket;

/**
 * A way from requests to an origin, through a cache.
 *
 * @param when which requests take it
 * @param identity tells what is cached for this route from what was for another, or for an earlier state of this one
 * @param objectBytesMax longer contents are not stored
 */
record Route(
        String name,
        RouteConditions when,
        CachePolicy policy,
        Bucket bucket,
        String identity,
        Origin origin,
        Rewriting rewriting,
        boolean collapse,
        long objectBytesMax,
        RouteMeters meters) {

    CacheKey key(RequestHead request) {
        CacheKey plain = CacheKey.of(request.uri(), request.fields(), policy.key());
        String extras = plain.extras().isEmpty() ? identity : identity + '\n' + plain.extras();
        return new CacheKey(plain.uri(), extras);
    }
}
