package dev.weir.dataplane.http.policy.field;

/** One field line. */
public record Field(String name, String value) {}
