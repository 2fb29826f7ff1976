package dev.weir.dataplane.kafka.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a topic's configuration asks of its log, as far as it concerns a copy.
 *
 * <p>Not taken over: tiered storage and local retention (this is the local copy), preallocation, flushing (durability
 * is upstream's, recovery is bounded here by checkpoints), elections and replicas, the compression of new batches.
 *
 * @param values the topic's own values, sound ones only
 * @param problems what was not sound, in words; the default is used in its place
 */
public record TopicSettings(Map<String, String> values, boolean compactedEagerly, List<String> problems) {
    private static final List<String> HONOURED = List.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.RETENTION_MS_CONFIG,
            TopicConfig.RETENTION_BYTES_CONFIG,
            TopicConfig.DELETE_RETENTION_MS_CONFIG,
            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
            TopicConfig.SEGMENT_BYTES_CONFIG,
            TopicConfig.SEGMENT_MS_CONFIG,
            TopicConfig.SEGMENT_JITTER_MS_CONFIG,
            TopicConfig.SEGMENT_INDEX_BYTES_CONFIG,
            TopicConfig.INDEX_INTERVAL_BYTES_CONFIG,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
            TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG);

    private static final ConfigDef DEFINITIONS = LogConfig.configDefCopy();

    public TopicSettings {
        values = Map.copyOf(values);
        problems = List.copyOf(problems);
    }

    /** From the configuration of a topic as DescribeConfigs gives it: names to values. Names not known are ignored. */
    public static TopicSettings of(Map<String, String> topicConfigs) {
        Map<String, String> sound = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (String name : HONOURED) {
            String value = topicConfigs.get(name);
            if (value == null) {
                continue;
            }
            try {
                DEFINITIONS.parse(Map.of(name, value));
                sound.put(name, value);
            } catch (ConfigException e) {
                problems.add(e.getMessage() + "; its default is used.");
            }
        }
        return new TopicSettings(sound, false, problems);
    }

    /** Tightens retention; null leaves the topic's own. A topic that was only compacted is then deleted from, too. */
    public TopicSettings withRetention(@Nullable Duration time, @Nullable Long bytes) {
        if (time == null && bytes == null) {
            return this;
        }
        Map<String, String> tightened = new TreeMap<>(values);
        if (!deletedFrom()) {
            // the topic's own limits did not apply so far and must not begin to
            tightened.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
            tightened.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
            tightened.put(TopicConfig.CLEANUP_POLICY_CONFIG, compacted() ? "compact,delete" : "delete");
        }
        LogConfig own = new LogConfig(tightened);
        if (time != null) {
            String limit = Long.toString(tighter(own.retentionMs, time.toMillis()));
            tightened.put(TopicConfig.RETENTION_MS_CONFIG, limit);
        }
        if (bytes != null) {
            String limit = Long.toString(tighter(own.retentionSize, bytes));
            tightened.put(TopicConfig.RETENTION_BYTES_CONFIG, limit);
        }
        return new TopicSettings(tightened, compactedEagerly, problems);
    }

    private static long tighter(long own, long limit) {
        return own < 0 ? limit : Math.min(own, limit);
    }

    /** Compacted topics only: keep little else than the latest values, at the price of more work. */
    public TopicSettings withEagerCompaction(boolean eagerly) {
        return new TopicSettings(values, eagerly, problems);
    }

    public boolean compacted() {
        return policy().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    public boolean deletedFrom() {
        return policy().contains(TopicConfig.CLEANUP_POLICY_DELETE);
    }

    private List<String> policy() {
        String policy = values.getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        return Stream.of(policy.split(",", -1)).map(String::strip).toList();
    }
}
