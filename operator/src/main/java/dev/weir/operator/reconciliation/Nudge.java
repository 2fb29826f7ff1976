package dev.weir.operator.reconciliation;

import dev.weir.api.DocumentChecksum;
import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.acknowledgement.PodReport.Told;
import dev.weir.operator.references.SecretState;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the kubelet look at a pod's ConfigMap and Secrets at once instead of within its minute: it does so whenever
 * something about the pod changes, even an annotation. That of the document tells what the pod is to take up and when
 * it was told so; it is told again after a while, because the kubelet may have looked before it knew the new ConfigMap.
 */
final class Nudge {
    static final String ANNOTATION = "weir.dev/nudged";
    static final String SECRETS = "weir.dev/secrets";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Nudge() {}

    /** The annotation that a pod should get now, if any. */
    static Optional<String> due(Pod pod, PodReport report, String checksum, Instant now) {
        if (!(report.answer() instanceof Told told) || checksum.equals(told.checksum())) {
            return Optional.empty();
        }
        if (told.rejection() != null && checksum.equals(told.rejection().checksum())) {
            return Optional.empty();
        }
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String last = annotations == null ? null : annotations.get(ANNOTATION);
        if (last != null
                && last.startsWith(checksum + "@")
                && now.isBefore(time(last, checksum).plus(PATIENCE))) {
            return Optional.empty();
        }
        return Optional.of(checksum + "@" + now.truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * The annotation that tells a pod of its Secrets, if it should get another. It is made of their versions: what can
     * be read of a pod must not help to guess what is in them.
     */
    static Optional<String> due(Pod pod, Map<String, SecretState> secrets) {
        if (secrets.isEmpty()) {
            return Optional.empty();
        }
        var versions = new TreeMap<String, String>();
        secrets.forEach((name, state) ->
                versions.put(name, state instanceof SecretState.Present present ? present.version() : ""));
        String wanted = DocumentChecksum.of(versions);
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations != null && wanted.equals(annotations.get(SECRETS)) ? Optional.empty() : Optional.of(wanted);
    }

    private static Instant time(@Nullable String nudge, String checksum) {
        try {
            return nudge == null ? Instant.EPOCH : Instant.parse(nudge.substring(checksum.length() + 1));
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
