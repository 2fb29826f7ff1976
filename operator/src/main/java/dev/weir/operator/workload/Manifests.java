package dev.weir.operator.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;

/** The objects that run a workload, in the order in which they are to be there. */
public final class Manifests {
    private Manifests() {}

    public static List<HasMetadata> of(Workload workload, PodSettings settings, Platform platform) {
        var objects = new ArrayList<HasMetadata>();
        objects.add(DocumentConfigMap.of(workload));
        objects.add(WorkloadServices.headless(workload));
        objects.add(WorkloadServices.forClients(workload));
        objects.add(WorkloadNetworkPolicy.of(workload, settings));
        if (platform.disruptionBudgets()) {
            objects.add(WorkloadDisruptionBudget.of(workload));
        }
        objects.add(WorkloadStatefulSet.of(workload, settings, platform));
        if (platform.podMonitors() && workload.podMonitor()) {
            objects.add(WorkloadPodMonitor.of(workload));
        }
        return objects;
    }

    /** What a resource was given before it said that it does not want it. */
    public static List<HasMetadata> unwanted(Workload workload, Platform platform) {
        return platform.podMonitors() && !workload.podMonitor() ? List.of(WorkloadPodMonitor.of(workload)) : List.of();
    }
}
