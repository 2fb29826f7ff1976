package dev.weir.operator.conditions;

import dev.weir.api.Condition;

/** A condition that is no longer what it was: what people are told of by an event. */
public record Transition(Condition condition) {}
