package dev.weir.operator.workload;

import dev.weir.api.PodOptions;
import dev.weir.api.PodResources;
import dev.weir.api.Quantities;
import dev.weir.api.ResourceAmounts;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a pod requests and may use. As with Kubernetes, a limit alone is requested too. Memory always has a limit,
 * because the sizes of heap and buffers follow from it.
 */
record ContainerResources(String cpuRequest, @Nullable String cpuLimit, String memoryRequest, String memoryLimit) {

    static ContainerResources of(Workload workload) {
        return of(
                workload.pod(),
                workload.memory() == null
                        ? ResourceAmounts.DEFAULT_MEMORY
                        : Quantities.text(workload.memory().ampleBytes()));
    }

    /** @param memory what a pod has that is not told how much */
    static ContainerResources of(PodOptions pod, String memory) {
        PodResources resources = pod.resources();
        ResourceAmounts requests = resources == null ? null : resources.requests();
        ResourceAmounts limits = resources == null ? null : resources.limits();
        String cpuRequest = requests == null ? null : requests.cpu();
        String cpuLimit = limits == null ? null : limits.cpu();
        String memoryRequest = requests == null ? null : requests.memory();
        String memoryLimit = limits == null ? null : limits.memory();
        return new ContainerResources(
                first(cpuRequest, cpuLimit, ResourceAmounts.DEFAULT_CPU),
                cpuLimit,
                first(memoryRequest, memoryLimit, memory),
                first(memoryLimit, memoryRequest, memory));
    }

    private static String first(@Nullable String one, @Nullable String other, String fallback) {
        return one != null ? one : other != null ? other : fallback;
    }

    ResourceRequirements requirements() {
        var requirements = new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity(cpuRequest))
                .addToRequests("memory", new Quantity(memoryRequest))
                .addToLimits("memory", new Quantity(memoryLimit));
        if (cpuLimit != null) {
            requirements.addToLimits("cpu", new Quantity(cpuLimit));
        }
        return requirements.build();
    }

    long memoryBytes() {
        return Quantity.getAmountInBytes(new Quantity(memoryLimit)).longValue();
    }
}
