package dev.weir.api;

import dev.weir.api.schema.Description;
import org.jspecify.annotations.Nullable;

/** Which nodes, and which pods beside them, pods are drawn to or kept from. */
@Description("Which nodes, and which pods beside them, pods are drawn to or kept from.")
public record Affinity(
        @Description("Nodes that pods run on.") @Nullable NodeAffinity nodeAffinity,

        @Description("Pods in whose neighbourhood pods run.") @Nullable
        PodAffinity podAffinity,

        @Description("Pods in whose neighbourhood pods do not run.") @Nullable
        PodAffinity podAntiAffinity) {}
