package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Size;

/** One statement about a resource, as every Kubernetes tool reads it. */
@Description("A statement about this resource.")
public record Condition(
        @Description("What is stated.") @Size(min = 1, max = 64)
        String type,

        @Description("Whether it holds.") ConditionStatus status,

        @Description("The generation of the resource that the statement is about.")
        long observedGeneration,

        @Description("When the status last changed, in RFC 3339.")
        String lastTransitionTime,

        @Description("Why, as one word for programs.") @Size(min = 1, max = 128)
        String reason,

        @Description("Why, and what to do, as a sentence for people.") @Size(max = 32768)
        String message) {}
