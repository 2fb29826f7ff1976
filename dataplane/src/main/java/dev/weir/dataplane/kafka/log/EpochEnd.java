package dev.weir.dataplane.kafka.log;

/** Where a leader epoch ends in this log, as OffsetForLeaderEpoch answers it (KIP-101, KIP-279). */
public record EpochEnd(int leaderEpoch, long endOffset) {
    /** The epoch asked for is older than any, or newer than any, that this log knows. */
    public static final EpochEnd UNKNOWN = new EpochEnd(-1, -1);
}
