package dev.weir.e2e.cache.torture;

import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics, each with what happens to it. */
enum TortureTopic {
    /** Partitions are added. */
    GROWING,
    /** Written in transactions only. */
    TRANSACTIONAL,
    /** Records are deleted from its beginning. */
    SHRINKING,
    /** Deleted, and made anew under its name. */
    MORTAL,
    /** Cleaned all the time. */
    COMPACTED;

    /** To begin with. */
    static final int PARTITIONS = 2;

    private static final Map<String, String> CLEANED_SOON = Map.of(
            "cleanup.policy", "compact",
            "min.cleanable.dirty.ratio", "0.01",
            "segment.ms", "1000",
            "delete.retention.ms", "2000");

    /** All of their names begin alike, so that one glob follows them. */
    String topic() {
        return "story-torture-" + name().toLowerCase(Locale.ROOT);
    }

    NewTopic definition() {
        return new NewTopic(topic(), PARTITIONS, (short) 1).configs(this == COMPACTED ? CLEANED_SOON : Map.of());
    }

    static boolean isCompacted(String topic) {
        return topic.equals(COMPACTED.topic());
    }

    /** Those of which every record that was acknowledged must be there, from where the partition begins. */
    static boolean keepsPromises(String topic) {
        return !isCompacted(topic) && !topic.equals(MORTAL.topic());
    }
}
