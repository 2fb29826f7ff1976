package dev.weir.dataplane.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicSettingsTest {
    private static LogConfig engine(TopicSettings settings) {
        return LogConfigs.of(settings, LogStoreSettings.DEFAULTS);
    }

    @Test
    void whatConcernsACopyIsTakenFromTheTopic() {
        Map<String, String> topic = new HashMap<>();
        topic.put("cleanup.policy", "compact,delete");
        topic.put("retention.ms", "1001");
        topic.put("retention.bytes", "1002");
        topic.put("delete.retention.ms", "1003");
        topic.put("min.compaction.lag.ms", "1004");
        topic.put("max.compaction.lag.ms", "1005");
        topic.put("min.cleanable.dirty.ratio", "0.25");
        topic.put("segment.bytes", "1048577");
        topic.put("segment.ms", "1006");
        topic.put("segment.jitter.ms", "7");
        topic.put("index.interval.bytes", "1007");
        topic.put("max.message.bytes", "1008");
        topic.put("message.timestamp.type", "LogAppendTime");
        TopicSettings settings = TopicSettings.of(topic);
        LogConfig config = engine(settings);

        assertThat(settings.problems()).isEmpty();
        assertThat(config.compact).isTrue();
        assertThat(config.delete).isTrue();
        assertThat(config.retentionMs).isEqualTo(1001);
        assertThat(config.retentionSize).isEqualTo(1002);
        assertThat(config.deleteRetentionMs).isEqualTo(1003);
        assertThat(config.compactionLagMs).isEqualTo(1004);
        assertThat(config.maxCompactionLagMs).isEqualTo(1005);
        assertThat(config.minCleanableRatio).isEqualTo(0.25);
        assertThat(config.segmentSize()).isEqualTo(1048577);
        assertThat(config.segmentMs).isEqualTo(1006);
        assertThat(config.segmentJitterMs).isEqualTo(7);
        assertThat(config.indexInterval).isEqualTo(1007);
        assertThat(config.maxMessageSize()).isEqualTo(1008);
        assertThat(config.messageTimestampType.name).isEqualTo("LogAppendTime");
    }

    @Test
    void whatWouldBreakACopyIsNotTaken() {
        LogConfig config = engine(TopicSettings.of(Map.of(
                "remote.storage.enable", "true",
                "local.retention.ms", "1",
                "local.retention.bytes", "1",
                "preallocate", "true",
                "unclean.leader.election.enable", "true",
                "flush.messages", "1",
                "flush.ms", "1",
                "file.delete.delay.ms", "86400000",
                "compression.type", "zstd",
                "some.setting.of.a.later.kafka", "x")));

        assertThat(config.remoteStorageEnable()).isFalse();
        assertThat(config.localRetentionMs()).isEqualTo(config.retentionMs);
        assertThat(config.preallocate).isFalse();
        assertThat(config.uncleanLeaderElectionEnable).isFalse();
        assertThat(config.flushInterval).isEqualTo(Long.MAX_VALUE);
        assertThat(config.fileDeleteDelayMs).isZero();
        assertThat(config.retentionMs).isEqualTo(LogConfig.DEFAULT_RETENTION_MS);
    }

    @Test
    void aBadValueIsToldAndItsDefaultUsed() {
        TopicSettings settings =
                TopicSettings.of(Map.of("retention.ms", "a week", "cleanup.policy", "shred", "segment.ms", "60000"));

        assertThat(settings.problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("retention.ms", "a week", "default"))
                .anySatisfy(problem -> assertThat(problem).contains("cleanup.policy", "shred", "default"));
        assertThat(engine(settings).retentionMs).isEqualTo(LogConfig.DEFAULT_RETENTION_MS);
        assertThat(engine(settings).segmentMs).isEqualTo(60_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compact,delete", "delete,compact", " compact , delete "})
    void bothOrdersOfThePoliciesMeanBoth(String policy) {
        TopicSettings settings = TopicSettings.of(Map.of("cleanup.policy", policy));

        assertThat(settings.compacted()).isTrue();
        assertThat(settings.deletedFrom()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-1, 5000, 5000", "3000, 5000, 3000", "7000, 5000, 5000"})
    void retentionIsTightenedAndNeverLoosened(String topics, long limit, long expected) {
        TopicSettings topic = TopicSettings.of(Map.of("retention.ms", topics, "retention.bytes", topics));

        LogConfig byTime = engine(topic.withRetention(Duration.ofMillis(limit), null));
        assertThat(byTime.retentionMs).isEqualTo(expected);
        assertThat(byTime.retentionSize).isEqualTo(Long.parseLong(topics));
        LogConfig byBytes = engine(topic.withRetention(null, limit));
        assertThat(byBytes.retentionSize).isEqualTo(expected);
        assertThat(byBytes.retentionMs).isEqualTo(Long.parseLong(topics));
        assertThat(topic.withRetention(null, null)).isEqualTo(topic);
    }

    @Test
    void aTopicThatIsOnlyCompactedIsDeletedFromOnlyAsFarAsTheBindingSays() {
        TopicSettings topic = TopicSettings.of(
                Map.of("cleanup.policy", "compact", "retention.ms", "1000", "retention.bytes", "1000"));
        LogConfig config = engine(topic.withRetention(Duration.ofHours(1), null));

        assertThat(config.compact).isTrue();
        assertThat(config.delete).isTrue();
        assertThat(config.retentionMs).isEqualTo(3_600_000);
        assertThat(config.retentionSize).isEqualTo(-1);
    }

    @Test
    void segmentsAreNoLargerThanTheStoreWants() {
        LogConfig config = engine(TopicSettings.of(Map.of("segment.bytes", "1073741824")));

        assertThat(config.segmentSize()).isEqualTo(LogStoreSettings.DEFAULTS.segmentBytesMax());
        assertThat(config.maxIndexSize).isLessThan(1 << 20);
    }

    @Test
    void eagerCompactionConcernsOnlyWhatIsCompactedAndOnlyItsRatio() {
        TopicSettings compacted =
                TopicSettings.of(Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "60000"));

        assertThat(engine(compacted).minCleanableRatio).isEqualTo(0.5);
        assertThat(engine(compacted.withEagerCompaction(true)).minCleanableRatio)
                .isEqualTo(0.1);
        assertThat(engine(compacted.withEagerCompaction(true)).compactionLagMs).isEqualTo(60_000);
        assertThat(engine(TopicSettings.of(Map.of()).withEagerCompaction(true)).minCleanableRatio)
                .isEqualTo(0.5);
    }

    @Test
    void untilTheSettingsAreKnownNothingIsDeleted() {
        LogConfig config = LogConfigs.holdingAll(LogStoreSettings.DEFAULTS);

        assertThat(config.retentionMs).isEqualTo(-1);
        assertThat(config.retentionSize).isEqualTo(-1);
        assertThat(config.compact).isFalse();
    }
}
