package dev.weir.dataplane.kafka.placement;

/**
 * The pods that hold a cache together.
 *
 * @param ordinal which of them this is, counted from 0
 */
public record Peers(int ordinal, PeerAddresses addresses) {}
