package dev.weir.dataplane.kafka.placement;

/**
 * One process of the cache, which clients know as a broker.
 *
 * @param ordinal its number among the pods, and the node id it goes by
 * @param host where its peers and the clients beside it reach it; empty when only the connection itself can tell
 * @param port of its listener for Kafka clients; 0 when only the connection itself can tell
 * @param ready whether it can serve
 */
public record Pod(int ordinal, String host, int port, boolean ready) {}
