package dev.weir.operator.httpcache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weir.api.HttpCacheTotals;
import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.acknowledgement.PodReport.Told;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What pods tell of their HTTP cache under {@code /status}, as {@code deploy/reference/status.md} has it. All of it is
 * optional: what no pod tells is not known.
 */
final class HttpCacheHealth {
    private static final int HUNDRED = 100;

    private HttpCacheHealth() {}

    /** What all pods hold together, or null when none tells. */
    static @Nullable HttpCacheTotals totals(List<PodReport> pods) {
        List<JsonNode> caches = pods.stream()
                .map(pod -> status(pod).path("cache"))
                .filter(JsonNode::isObject)
                .toList();
        if (caches.isEmpty()) {
            return null;
        }
        long requests = sum(caches, "requests");
        int hitPercent = requests == 0 ? 0 : (int) (sum(caches, "hits") * HUNDRED / requests);
        return new HttpCacheTotals(sum(caches, "items"), sum(caches, "bytes"), hitPercent);
    }

    private static JsonNode status(PodReport pod) {
        return pod.answer() instanceof Told told ? told.status() : MissingNode.getInstance();
    }

    private static long sum(List<JsonNode> caches, String field) {
        return caches.stream().mapToLong(cache -> cache.path(field).asLong()).sum();
    }
}
