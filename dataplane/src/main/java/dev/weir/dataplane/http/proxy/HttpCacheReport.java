package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.origin.ServerState;
import dev.weir.dataplane.http.store.Bucket;
import dev.weir.dataplane.http.store.BucketReport;
import dev.weir.dataplane.net.tls.ServerTls;
import dev.weir.dataplane.workload.CertificateStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the management port tells of a cache, as {@code deploy/reference/status.md} has it. */
final class HttpCacheReport {
    private HttpCacheReport() {}

    static Map<String, Object> of(RouteTable table, @Nullable ServerTls tls) {
        var routes = new ArrayList<Map<String, Object>>();
        for (Route route : table.routes()) {
            var told = new LinkedHashMap<String, Object>();
            told.put("name", route.name());
            told.put(
                    "servers",
                    route.origin().servers().stream()
                            .map(HttpCacheReport::server)
                            .toList());
            routes.add(told);
        }
        var status = new LinkedHashMap<String, Object>();
        status.put("routes", routes);
        status.put("cache", cache(table.routes()));
        if (tls != null) {
            status.put("listenerCertificate", CertificateStatus.of(tls));
        }
        return status;
    }

    private static Map<String, Object> server(ServerState server) {
        var told = new LinkedHashMap<String, Object>();
        told.put("url", server.url());
        told.put("reachable", server.reachable());
        String problem = server.problem();
        if (problem != null) {
            told.put("problem", problem);
        }
        return told;
    }

    private static Map<String, Object> cache(List<Route> routes) {
        Set<Bucket> buckets = new LinkedHashSet<>();
        double hits = 0;
        double requests = 0;
        for (Route route : routes) {
            buckets.add(route.bucket());
            hits += route.meters().count(Outcome.HIT, Outcome.STALE, Outcome.COLLAPSED, Outcome.REVALIDATED);
            requests += route.meters().count(Outcome.values());
        }
        List<BucketReport> reports = buckets.stream().map(Bucket::report).toList();
        var told = new LinkedHashMap<String, Object>();
        told.put("items", reports.stream().mapToLong(BucketReport::items).sum());
        told.put("itemsMax", reports.stream().mapToLong(BucketReport::itemsMax).sum());
        told.put("bytes", reports.stream().mapToLong(BucketReport::bytes).sum());
        told.put("bytesMax", reports.stream().mapToLong(BucketReport::bytesMax).sum());
        told.put(
                "diskItems", reports.stream().mapToLong(BucketReport::diskItems).sum());
        told.put(
                "diskBytes", reports.stream().mapToLong(BucketReport::diskBytes).sum());
        told.put("hits", (long) hits);
        told.put("requests", (long) requests);
        return told;
    }
}
