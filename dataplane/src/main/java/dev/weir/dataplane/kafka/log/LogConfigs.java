package dev.weir.dataplane.kafka.log;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.storage.internals.log.LogConfig;

/** The engine's configuration of a log, from what the topic asks for and what the store allows. */
final class LogConfigs {
    /** With less than a tenth of a log not compacted, a reader meets little else than the latest values. */
    static final double EAGER_DIRTY_RATIO = 0.1;

    /** Entries of a time index are the larger ones, and both indexes have the same limit. */
    private static final int INDEX_ENTRY_BYTES = 12;

    private static final int INDEX_BYTES_MIN = 4096;

    private LogConfigs() {}

    /** Until a topic's settings are known nothing of it may be deleted or compacted. */
    static LogConfig holdingAll(LogStoreSettings store) {
        return of(
                TopicSettings.of(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG, "-1",
                        TopicConfig.RETENTION_BYTES_CONFIG, "-1")),
                store);
    }

    static LogConfig of(TopicSettings topic, LogStoreSettings store) {
        Map<String, String> values = new HashMap<>(topic.values());
        LogConfig asked = new LogConfig(values);
        int segmentBytes = Math.min(asked.segmentSize(), store.segmentBytesMax());
        // not the public setting, which refuses segments below 1 MiB
        values.put(LogConfig.INTERNAL_SEGMENT_BYTES_CONFIG, Integer.toString(segmentBytes));
        values.put(TopicConfig.SEGMENT_INDEX_BYTES_CONFIG, Integer.toString(indexBytes(asked, segmentBytes)));
        // files go when their last reader has gone, see LogTasks
        values.put(TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, "0");
        if (topic.compactedEagerly() && asked.compact) {
            double ratio = Math.min(asked.minCleanableRatio, EAGER_DIRTY_RATIO);
            values.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, Double.toString(ratio));
        }
        return new LogConfig(values);
    }

    /** The active segment's indexes are made at full size: no larger than the segment can fill. */
    private static int indexBytes(LogConfig asked, int segmentBytes) {
        if (asked.indexInterval == 0) {
            return asked.maxIndexSize;
        }
        long entries = segmentBytes / asked.indexInterval + 16L;
        long needed = Math.max(INDEX_BYTES_MIN, entries * INDEX_ENTRY_BYTES);
        return (int) Math.min(asked.maxIndexSize, needed);
    }
}
