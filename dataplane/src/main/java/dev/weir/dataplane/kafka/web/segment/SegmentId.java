package dev.weir.dataplane.kafka.web.segment;

import org.apache.kafka.common.Uuid;

/**
 * A segment that nothing is added to any more, and its contents. Compaction may take some of them away: what was known
 * of them is not wrong then.
 *
 * @param generation another one whenever something else can have come to where it was
 */
public record SegmentId(Uuid topicId, int partition, long baseOffset, long endOffset, long generation) {}
