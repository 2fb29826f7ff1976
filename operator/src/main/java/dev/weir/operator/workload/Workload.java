package dev.weir.operator.workload;

import dev.weir.api.Storage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to run for a resource, of either kind.
 *
 * @param component what the pods are, such as {@code kafka-cache}
 * @param storage the volume of each pod, or null when what a pod caches goes with it
 */
public record Workload(
        Owner owner,
        String component,
        DocumentText document,
        int replicas,
        List<Port> ports,
        @Nullable Storage storage) {
    public Workload {
        ports = List.copyOf(ports);
    }

    public Names names() {
        return new Names(owner.name());
    }

    public Labels labels() {
        return new Labels(component, owner.name());
    }
}
