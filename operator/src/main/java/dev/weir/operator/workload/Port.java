package dev.weir.operator.workload;

/** A port that clients connect to, and what it is called. */
public record Port(String name, int number) {}
