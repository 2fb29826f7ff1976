package dev.weir.dataplane.kafka.log;

import java.time.Duration;

/**
 * How the log directory came back: {@code replayedBytes} were written after the last checkpoint and have been checked
 * and appended again; {@code rescanned} partitions did not match their checkpoint and were read through by the engine;
 * {@code offline} ones could not be opened.
 */
public record Recovery(Duration took, int partitions, long replayedBytes, int rescanned, int offline) {}
