package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.upstream.connection.Backoff;
import java.time.Duration;

/**
 * How a cluster is kept an eye on.
 *
 * @param interval between lists of all topics when nothing is amiss
 * @param backoff between them while something is
 * @param answerMax how long {@code refresh} waits for an answer
 * @param settingsInterval between looks at the topics' configurations
 */
record MetadataSettings(Duration interval, Backoff backoff, Duration answerMax, Duration settingsInterval) {
    static final MetadataSettings DEFAULTS = new MetadataSettings(
            Duration.ofSeconds(5),
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2)),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));
}
