package dev.weir.operator.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;

/** The resource that everything of a workload belongs to, and goes with. */
public record Owner(String apiVersion, String kind, String namespace, String name, String uid) {

    public static Owner of(HasMetadata resource) {
        return new Owner(
                resource.getApiVersion(),
                resource.getKind(),
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName(),
                resource.getMetadata().getUid());
    }

    /** Whether an object in the cluster is this owner's. */
    public boolean controls(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(
                        reference -> uid.equals(reference.getUid()) && Boolean.TRUE.equals(reference.getController()));
    }

    OwnerReference reference() {
        return new OwnerReferenceBuilder()
                .withApiVersion(apiVersion)
                .withKind(kind)
                .withName(name)
                .withUid(uid)
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
