package dev.weir.operator.acknowledgement;

import io.fabric8.kubernetes.api.model.Pod;

/** What Kubernetes says of a pod. */
public final class PodState {
    private PodState() {}

    /** Whether it is sent traffic. */
    public static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }
}
