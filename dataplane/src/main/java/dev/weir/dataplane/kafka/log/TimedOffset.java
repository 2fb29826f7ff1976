package dev.weir.dataplane.kafka.log;

import java.util.OptionalInt;

/** An offset found by ListOffsets; {@code timestamp} is -1 where the protocol has none to give (earliest, latest). */
public record TimedOffset(long offset, long timestamp, OptionalInt leaderEpoch) {}
