package dev.weir.dataplane.kafka.log;

import java.time.Duration;

/**
 * Settings of one log directory. See {@link #DEFAULTS}; change with the {@code with} methods.
 *
 * @param segmentBytesMax segments are never larger, whatever the topic says: it bounds what a rescan has to read
 * @param freeBytesMin appends are refused when the volume has less room than this, so that retention, compaction and
 *     the memory-mapped indexes can still work
 * @param bytesMax appends are refused when the store holds more than this
 * @param unflushedBytesMax a checkpoint is taken when more than this was appended since the last one: it bounds what a
 *     crash leaves to be replayed
 * @param unflushedAgeMax and at the latest after this time
 * @param retentionInterval how often old segments are looked for
 * @param compactionInterval how long the compacting thread rests when there was nothing to do
 * @param compactionThreads threads that compact
 * @param dedupeBufferBytes memory for the keys seen while compacting, over all threads; taken with the first compacted
 *     topic
 * @param openThreads threads that open partitions, while the store opens
 * @param readHoldMax a deleted segment's file is closed after this time even under a reader that never finishes
 * @param partitionMetrics meters for each partition instead of each topic
 */
public record LogStoreSettings(
        int segmentBytesMax,
        long freeBytesMin,
        long bytesMax,
        long unflushedBytesMax,
        Duration unflushedAgeMax,
        Duration retentionInterval,
        Duration compactionInterval,
        int compactionThreads,
        long dedupeBufferBytes,
        int openThreads,
        Duration readHoldMax,
        boolean partitionMetrics) {

    public static final LogStoreSettings DEFAULTS = new LogStoreSettings(
            256 << 20,
            64L << 20,
            Long.MAX_VALUE,
            64L << 20,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            1,
            32L << 20,
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            Duration.ofMinutes(10),
            false);

    public LogStoreSettings withBytesMax(long max) {
        return new LogStoreSettings(
                segmentBytesMax,
                freeBytesMin,
                max,
                unflushedBytesMax,
                unflushedAgeMax,
                retentionInterval,
                compactionInterval,
                compactionThreads,
                dedupeBufferBytes,
                openThreads,
                readHoldMax,
                partitionMetrics);
    }

    public LogStoreSettings withPartitionMetrics(boolean each) {
        return new LogStoreSettings(
                segmentBytesMax,
                freeBytesMin,
                bytesMax,
                unflushedBytesMax,
                unflushedAgeMax,
                retentionInterval,
                compactionInterval,
                compactionThreads,
                dedupeBufferBytes,
                openThreads,
                readHoldMax,
                each);
    }
}
