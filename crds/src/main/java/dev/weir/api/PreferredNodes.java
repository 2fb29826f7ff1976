package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Range;

/** Nodes that pods would rather run on. */
@Description("Nodes that pods would rather run on.")
public record PreferredNodes(
        @Description("How much it counts beside other preferences.") @Range(min = 1, max = 100)
        int weight,

        @Description("Which nodes these are.") NodeTerm preference) {}
