package dev.weir.dataplane.kafka.log;

/**
 * A segment that nothing is added to any more.
 *
 * @param endOffset where the next one begins
 * @param generation another one whenever the log was cut since or opened anew: only within one of them are the same
 *     offsets the same records, or what compaction has left of them
 */
public record SealedSegment(long baseOffset, long endOffset, long generation) {}
