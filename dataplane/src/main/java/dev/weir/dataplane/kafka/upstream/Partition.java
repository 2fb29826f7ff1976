package dev.weir.dataplane.kafka.upstream;

import org.apache.kafka.common.protocol.Errors;

/**
 * A partition as upstream's metadata tells it.
 *
 * @param leader upstream's node id, or -1 while there is none
 * @param leaderEpoch never falls
 * @param error such as {@link Errors#LEADER_NOT_AVAILABLE}, or {@link Errors#NONE}
 */
public record Partition(int index, int leader, int leaderEpoch, Errors error) {}
