package dev.weir.operator.workload;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** What every object of a workload says about itself. */
final class Metadata {
    private Metadata() {}

    static ObjectMeta of(Workload workload, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(workload.owner().namespace())
                .withLabels(workload.labels().all())
                .withOwnerReferences(workload.owner().reference())
                .build();
    }
}
