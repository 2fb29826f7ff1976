package dev.weir.dataplane.kafka.log;

/**
 * What an append did. {@code bytes} may be less than was given: a batch cut off by the end of a fetch response is left
 * out, and so is one from a later epoch than the leader was asked in.
 */
public record AppendResult(long firstOffset, long lastOffset, int bytes, long endOffset) {}
