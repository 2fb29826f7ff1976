package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nodes that pods are drawn to. */
@Description("Nodes that pods are drawn to.")
public record NodeAffinity(
        @Description("What a node must be like for pods to run on it.") @Nullable
        NodeSelector requiredDuringSchedulingIgnoredDuringExecution,

        @Description("What a node should be like.") @Size(max = 16)
        List<PreferredNodes> preferredDuringSchedulingIgnoredDuringExecution) {

    public NodeAffinity {
        preferredDuringSchedulingIgnoredDuringExecution = Copies.of(preferredDuringSchedulingIgnoredDuringExecution);
    }
}
