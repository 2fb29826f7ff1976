package dev.weir.operator.httpcache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weir.api.HttpCacheTotals;
import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.acknowledgement.PodReport.Told;
import dev.weir.operator.conditions.Reason;
import dev.weir.operator.conditions.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What pods tell of their HTTP cache under {@code /status}, as {@code deploy/reference/status.md} has it. All of it is
 * optional: what no pod tells is not known.
 */
final class HttpCacheHealth {
    private static final int HUNDRED = 100;

    private HttpCacheHealth() {}

    static Statement origins(List<PodReport> pods) {
        boolean told = false;
        for (PodReport pod : pods) {
            for (JsonNode origin : status(pod).path("origins")) {
                told = true;
                if (!origin.path("reachable").asBoolean()) {
                    String problem = origin.path("problem").asText("it tells no reason");
                    return Reason.ORIGIN_LOST.because(pod.pod() + " cannot reach "
                            + origin.path("url").asText() + ": " + problem
                            + ". What is cached is served meanwhile.");
                }
            }
        }
        return told
                ? Reason.ORIGINS_REACHABLE.because("Every pod reaches every origin.")
                : Reason.ORIGINS_NOT_TOLD.because("No pod has told whether it reaches the origins.");
    }

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
