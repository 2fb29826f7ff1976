package dev.weir.operator.workload;

import dev.weir.api.Storage;
import dev.weir.api.WhenDeleted;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;

/**
 * The pods of a workload. They start in parallel, because none waits for another, and are replaced one by one, because
 * each holds a part of the cache.
 */
final class WorkloadStatefulSet {
    private WorkloadStatefulSet() {}

    static StatefulSet of(Workload workload, PodSettings settings, Platform platform) {
        StatefulSet set = new StatefulSetBuilder()
                .withMetadata(Metadata.of(workload, workload.names().statefulSet()))
                .withNewSpec()
                .withServiceName(workload.names().headlessService())
                .withReplicas(workload.replicas())
                .withPodManagementPolicy("Parallel")
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .endUpdateStrategy()
                .withNewSelector()
                .withMatchLabels(workload.labels().selector())
                .endSelector()
                .withTemplate(new PodTemplate(workload, settings).spec())
                .endSpec()
                .build();
        Storage storage = workload.storage();
        if (storage != null) {
            addClaims(set, workload, storage, platform);
        }
        return set;
    }

    private static void addClaims(StatefulSet set, Workload workload, Storage storage, Platform platform) {
        var spec = new StatefulSetBuilder(set).editSpec().withVolumeClaimTemplates(claim(workload, storage));
        if (platform.claimRetention()) {
            // a pod that a smaller count took away finds what it cached when it comes back
            spec.withNewPersistentVolumeClaimRetentionPolicy()
                    .withWhenDeleted(storage.whenDeleted() == WhenDeleted.DELETE ? "Delete" : "Retain")
                    .withWhenScaled("Retain")
                    .endPersistentVolumeClaimRetentionPolicy();
        }
        set.setSpec(spec.endSpec().build().getSpec());
    }

    private static PersistentVolumeClaim claim(Workload workload, Storage storage) {
        var claim = new PersistentVolumeClaimBuilder()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNewMetadata()
                .withName(Names.VOLUME)
                .withLabels(workload.labels().all())
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withVolumeMode("Filesystem")
                .withNewResources()
                .addToRequests("storage", new Quantity(storage.size()))
                .endResources();
        if (storage.className() != null) {
            claim.withStorageClassName(storage.className());
        }
        return claim.endSpec().build();
    }
}
