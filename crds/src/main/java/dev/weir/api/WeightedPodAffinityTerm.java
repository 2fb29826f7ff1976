package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Range;

/** A neighbourhood that is preferred. */
@Description("A neighbourhood that is preferred.")
public record WeightedPodAffinityTerm(
        @Description("How much it counts beside other preferences.") @Range(min = 1, max = 100)
        int weight,

        @Description("Which neighbourhood it is.") PodAffinityTerm podAffinityTerm) {}
