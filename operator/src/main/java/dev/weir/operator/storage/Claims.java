package dev.weir.operator.storage;

import dev.weir.api.Storage;
import dev.weir.api.WhenDeleted;
import dev.weir.operator.workload.Owner;
import dev.weir.operator.workload.Platform;
import dev.weir.operator.workload.Workload;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Collection;
import java.util.List;

/** The part of claims that is decided here, once their StatefulSet has made them. */
public final class Claims {
    private Claims() {}

    /**
     * What claims should be that the StatefulSet alone would not make so. Where StatefulSets cannot delete their
     * claims, claims belong to the resource itself, and the cluster's garbage collector deletes them with it.
     */
    public static List<PersistentVolumeClaim> desired(
            Workload workload, Collection<PersistentVolumeClaim> live, StoragePlan plan, Platform platform) {
        Storage storage = workload.storage();
        if (storage == null || (platform.claimRetention() && !(plan instanceof StoragePlan.Grow))) {
            return List.of();
        }
        boolean owned = !platform.claimRetention() && storage.whenDeleted() == WhenDeleted.DELETE;
        return live.stream()
                .filter(claim -> claim.getMetadata().getDeletionTimestamp() == null)
                .map(claim -> desired(claim, larger(claim, storage.size()), owned, workload.owner()))
                .toList();
    }

    private static PersistentVolumeClaim desired(
            PersistentVolumeClaim live, Quantity size, boolean owned, Owner owner) {
        var claim = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(live.getMetadata().getName())
                .withNamespace(live.getMetadata().getNamespace())
                .endMetadata()
                .withNewSpec()
                .withNewResources()
                .addToRequests("storage", size)
                .endResources()
                .endSpec();
        if (owned) {
            claim.editMetadata()
                    .withOwnerReferences(new OwnerReferenceBuilder()
                            .withApiVersion(owner.apiVersion())
                            .withKind(owner.kind())
                            .withName(owner.name())
                            .withUid(owner.uid())
                            .build())
                    .endMetadata();
        }
        return claim.build();
    }

    private static Quantity larger(PersistentVolumeClaim live, String size) {
        Quantity there = ClaimedSize.of(live.getSpec());
        var wanted = new Quantity(size);
        boolean grows = Quantity.getAmountInBytes(wanted).compareTo(Quantity.getAmountInBytes(there)) > 0;
        return grows ? wanted : there;
    }
}
