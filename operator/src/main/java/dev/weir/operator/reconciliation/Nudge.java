package dev.weir.operator.reconciliation;

import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.acknowledgement.PodReport.Told;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the kubelet look at a pod's ConfigMap at once instead of within its minute: it does so whenever something about
 * the pod changes, even an annotation. The annotation tells what the pod is to take up and when it was told so; it is
 * told again after a while, because the kubelet may have looked before it knew the new ConfigMap.
 */
final class Nudge {
    static final String ANNOTATION = "weir.dev/nudged";
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

    private static Instant time(@Nullable String nudge, String checksum) {
        try {
            return nudge == null ? Instant.EPOCH : Instant.parse(nudge.substring(checksum.length() + 1));
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
