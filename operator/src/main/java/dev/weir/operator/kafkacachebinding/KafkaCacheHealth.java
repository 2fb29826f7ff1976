package dev.weir.operator.kafkacachebinding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weir.api.KafkaCacheTotals;
import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.acknowledgement.PodReport.Told;
import dev.weir.operator.conditions.Reason;
import dev.weir.operator.conditions.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What pods tell of their Kafka cache under {@code /status}, as {@code deploy/reference/status.md} has it. All of it is
 * optional: what no pod tells is not known.
 */
final class KafkaCacheHealth {
    private static final int HUNDRED = 100;

    private KafkaCacheHealth() {}

    static List<Statement> of(List<PodReport> pods) {
        return List.of(upstream(pods), warm(pods));
    }

    private static Statement upstream(List<PodReport> pods) {
        boolean told = false;
        for (PodReport pod : pods) {
            for (JsonNode upstream : status(pod).path("upstreams")) {
                told = true;
                if (!upstream.path("connected").asBoolean()) {
                    String problem = upstream.path("problem").asText("it tells no reason");
                    return Reason.UPSTREAM_LOST.because(pod.pod() + " is not connected to upstream "
                            + upstream.path("name").asText() + ": " + problem
                            + ". What is cached is served meanwhile.");
                }
            }
        }
        return told
                ? Reason.UPSTREAM_CONNECTED.because("Every pod is connected to every upstream.")
                : Reason.UPSTREAM_NOT_TOLD.because("No pod has told whether it is connected.");
    }

    /** Pods go on with what they had before, so this is all that tells of it until that expires. */
    static Optional<Statement> unusableSecret(List<PodReport> pods) {
        for (PodReport pod : pods) {
            for (JsonNode upstream : status(pod).path("upstreams")) {
                if (upstream.hasNonNull("secretsProblem")) {
                    return Optional.of(Reason.SECRET_UNUSABLE.because(pod.pod() + " cannot use the Secrets of upstream "
                            + upstream.path("name").asText() + ": "
                            + upstream.path("secretsProblem").asText()
                            + ". It goes on with the former ones; correct them, and it takes them up by itself."));
                }
            }
            Optional<Statement> certificate = unusableCertificate(pod, "listenerCertificate", "Kafka")
                    .or(() -> unusableCertificate(pod, "webListenerCertificate", "web"));
            if (certificate.isPresent()) {
                return certificate;
            }
            JsonNode keys = status(pod).path("webKeys");
            if (keys.hasNonNull("secretsProblem")) {
                return Optional.of(Reason.SECRET_UNUSABLE.because(pod.pod()
                        + " cannot use the keys that tokens of web clients are to be verified with: "
                        + keys.path("secretsProblem").asText()
                        + ". It goes on with the former ones; correct the Secret, and it takes them up by itself."));
            }
        }
        return Optional.empty();
    }

    private static Optional<Statement> unusableCertificate(PodReport pod, String field, String listener) {
        JsonNode certificate = status(pod).path(field);
        return certificate.hasNonNull("problem")
                ? Optional.of(Reason.SECRET_UNUSABLE.because(pod.pod()
                        + " cannot use the certificate that was given to its " + listener + " listener: "
                        + certificate.path("problem").asText() + ". It goes on with the former one, which expires "
                        + certificate.path("expires").asText()
                        + "; correct the Secret, and it takes it up by itself."))
                : Optional.empty();
    }

    private static Statement warm(List<PodReport> pods) {
        KafkaCacheTotals totals = totals(pods);
        if (totals == null) {
            return Reason.WARMTH_NOT_TOLD.because("No pod has told what it holds.");
        }
        return totals.warmPercent() == HUNDRED
                ? Reason.WARM.because("Every cached partition has caught up with upstream.")
                : Reason.WARMING.because(totals.warmPercent() + " % of " + totals.partitions()
                        + " partitions have caught up with upstream; it serves meanwhile.");
    }

    /** What all pods hold together, or null when none tells. */
    static @Nullable KafkaCacheTotals totals(List<PodReport> pods) {
        List<JsonNode> caches = pods.stream()
                .map(pod -> status(pod).path("cache"))
                .filter(JsonNode::isObject)
                .toList();
        if (caches.isEmpty()) {
            return null;
        }
        long partitions = sum(caches, "partitions");
        long warm = sum(caches, "warmPartitions");
        return new KafkaCacheTotals(
                topics(pods, caches),
                (int) partitions,
                sum(caches, "bytes"),
                largest(caches, "maxLag"),
                partitions == 0 ? HUNDRED : (int) (warm * HUNDRED / partitions));
    }

    /**
     * A topic is on several pods, in part or whole, so it is known by its name; pods list a bounded number of names.
     */
    private static int topics(List<PodReport> pods, List<JsonNode> caches) {
        var names = new HashSet<String>();
        pods.forEach(pod -> status(pod).path("topics").fieldNames().forEachRemaining(names::add));
        return (int) Math.max(names.size(), largest(caches, "topics"));
    }

    private static JsonNode status(PodReport pod) {
        return pod.answer() instanceof Told told ? told.status() : MissingNode.getInstance();
    }

    private static long sum(List<JsonNode> caches, String field) {
        return caches.stream().mapToLong(cache -> cache.path(field).asLong()).sum();
    }

    private static long largest(List<JsonNode> caches, String field) {
        return caches.stream()
                .mapToLong(cache -> cache.path(field).asLong())
                .max()
                .orElse(0);
    }
}
