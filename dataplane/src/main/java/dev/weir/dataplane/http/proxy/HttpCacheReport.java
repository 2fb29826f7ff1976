package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.origin.ServerState;
import dev.weir.dataplane.http.store.BucketReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the management port tells of a cache, as {@code deploy/reference/status.md} has it.
 *
 * @param listenerCertificate as it is told; null while the listener is not secured
 * @param hits requests that were answered from the cache
 */
record HttpCacheReport(
        List<OfRoute> routes,
        @Nullable Map<String, Object> listenerCertificate,
        List<BucketReport> buckets,
        long hits,
        long requests) {

    /** A route and its origin. */
    record OfRoute(
            String name,
            List<ServerState> servers,
            @Nullable String secretsProblem) {
        private Map<String, Object> told() {
            var told = new LinkedHashMap<String, Object>();
            told.put("name", name);
            told.put("servers", servers.stream().map(OfRoute::told).toList());
            if (secretsProblem != null) {
                told.put("secretsProblem", secretsProblem);
            }
            return told;
        }

        private static Map<String, @Nullable Object> told(ServerState server) {
            var told = new LinkedHashMap<String, @Nullable Object>();
            told.put("url", server.url());
            told.put("reachable", server.reachable());
            told.put("problem", server.problem());
            return told;
        }
    }

    /** JSON values. */
    Map<String, Object> told() {
        var told = new LinkedHashMap<String, Object>();
        told.put("routes", routes.stream().map(OfRoute::told).toList());
        if (listenerCertificate != null) {
            told.put("listenerCertificate", listenerCertificate);
        }
        told.put("cache", cache());
        return told;
    }

    private Map<String, Object> cache() {
        var told = new LinkedHashMap<String, Object>();
        told.put("items", buckets.stream().mapToLong(BucketReport::items).sum());
        told.put("bytes", buckets.stream().mapToLong(BucketReport::bytes).sum());
        told.put("itemsMax", buckets.stream().mapToLong(BucketReport::itemsMax).sum());
        told.put("bytesMax", buckets.stream().mapToLong(BucketReport::bytesMax).sum());
        told.put("hits", hits);
        told.put("requests", requests);
        told.put(
                "diskItems", buckets.stream().mapToLong(BucketReport::diskItems).sum());
        told.put(
                "diskBytes", buckets.stream().mapToLong(BucketReport::diskBytes).sum());
        return told;
    }
}
