package dev.weir.dataplane.kafka.wire.cluster;

/** Where clients connect to. */
public record Endpoint(String host, int port) {}
