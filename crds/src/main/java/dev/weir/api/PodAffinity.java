package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Size;
import java.util.List;

/** Pods that make up a neighbourhood which is sought, or avoided. */
@Description("Pods that make up a neighbourhood which is sought, or avoided.")
public record PodAffinity(
        @Description("Neighbourhoods that must be found, or avoided.") @Size(max = 16)
        List<PodAffinityTerm> requiredDuringSchedulingIgnoredDuringExecution,

        @Description("Neighbourhoods that should be found, or avoided.") @Size(max = 16)
        List<WeightedPodAffinityTerm> preferredDuringSchedulingIgnoredDuringExecution) {

    public PodAffinity {
        requiredDuringSchedulingIgnoredDuringExecution = Copies.of(requiredDuringSchedulingIgnoredDuringExecution);
        preferredDuringSchedulingIgnoredDuringExecution = Copies.of(preferredDuringSchedulingIgnoredDuringExecution);
    }
}
