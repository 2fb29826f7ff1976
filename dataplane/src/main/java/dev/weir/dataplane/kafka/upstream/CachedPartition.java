package dev.weir.dataplane.kafka.upstream;

import dev.weir.dataplane.kafka.log.PartitionLog;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** A partition that this pod follows: its log, and what is known of the original. Any thread. */
public interface CachedPartition {
    TopicPartition topicPartition();

    Uuid topicId();

    PartitionLog log();

    /** What upstream said last about the partition, all in one. */
    UpstreamView upstream();

    /** Whether it has caught up, since this process started, with the end that upstream then had. */
    boolean warm();

    /** Why it does not advance at the moment (no room on the volume, upstream away), or empty. */
    String trouble();

    /** A record was acknowledged upstream: fetch now, whatever the follower is waiting for. */
    void wake();

    /**
     * The original as of the last response of its leader.
     *
     * @param startOffset -1 while unknown
     * @param endOffset the high watermark, -1 while unknown
     * @param leaderEpoch the highest heard of
     * @param asOfMillis when it was so, in milliseconds since 1970, 0 for never
     */
    record UpstreamView(long startOffset, long endOffset, int leaderEpoch, long asOfMillis) {}
}
