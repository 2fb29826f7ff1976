package dev.weir.operator.workload;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/** Lets whoever drains nodes take one pod at a time. */
final class WorkloadDisruptionBudget {
    private WorkloadDisruptionBudget() {}

    static PodDisruptionBudget of(Workload workload) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(Metadata.of(workload, workload.names().disruptionBudget()))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withNewSelector()
                .withMatchLabels(workload.labels().selector())
                .endSelector()
                .endSpec()
                .build();
    }
}
