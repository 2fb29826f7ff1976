package dev.weir.operator.conditions;

/** That something holds, or does not, and why; for people, with what to do. */
public record Statement(Reason reason, String message) {}
