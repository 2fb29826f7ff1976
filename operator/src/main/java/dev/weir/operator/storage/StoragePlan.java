package dev.weir.operator.storage;

import dev.weir.api.Storage;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to be done about volumes. */
public sealed interface StoragePlan {

    /** Nothing: new claims will be as they should be, and so are those that are there. */
    record Keep() implements StoragePlan {}

    /** The claims that are there become larger, and the StatefulSet is made anew. */
    record Grow(String from, String to) implements StoragePlan {}

    /** What is asked for cannot be had. */
    record Refuse(String message) implements StoragePlan {}

    /**
     * Compares what is wanted with what is there.
     *
     * @param path the field that says what is wanted
     * @param live the StatefulSet, when there is one
     */
    static StoragePlan of(@Nullable Storage wanted, String path, Optional<StatefulSet> live) {
        if (live.isEmpty()) {
            return new Keep();
        }
        Optional<PersistentVolumeClaimSpec> template = live.get().getSpec().getVolumeClaimTemplates().stream()
                .findFirst()
                .map(PersistentVolumeClaim::getSpec);
        if (wanted == null) {
            return template.isEmpty()
                    ? new Keep()
                    : new Refuse("Pods that have volumes cannot be without them. Set " + path
                            + " back, or delete this resource and create it anew.");
        }
        return template.map(claim -> compare(wanted, path, claim))
                .orElseGet(() -> new Refuse("Pods that have no volumes cannot be given any. Remove " + path
                        + ", or delete this resource and create it anew."));
    }

    private static StoragePlan compare(Storage wanted, String path, PersistentVolumeClaimSpec claim) {
        if (!Objects.equals(wanted.className(), claim.getStorageClassName())) {
            return new Refuse("The StorageClass of volumes that exist cannot change, and theirs is "
                    + named(claim.getStorageClassName()) + ". Set " + path + ".className back to it, "
                    + "or delete this resource and create it anew.");
        }
        Quantity there = ClaimedSize.of(claim);
        int comparison = bytes(wanted.size()).compareTo(Quantity.getAmountInBytes(there));
        if (comparison < 0) {
            return new Refuse("Volumes can grow and never shrink: they have " + there + ". Set " + path
                    + ".size to that or more, or delete this resource and create it anew.");
        }
        return comparison == 0 ? new Keep() : new Grow(there.toString(), wanted.size());
    }

    private static String named(@Nullable String className) {
        return className == null ? "the cluster's default" : className;
    }

    private static BigDecimal bytes(String size) {
        return Quantity.getAmountInBytes(new Quantity(size));
    }
}
