package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.log.LogStore;
import dev.weir.dataplane.kafka.log.PartitionLog;
import dev.weir.dataplane.logging.LogKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes logs that nobody follows any more: of partitions that other pods hold now, of topics that routes or bootstrap
 * no longer name. Not at once, so that a document changed by mistake and changed back costs nothing, and not while it
 * is unknown what upstream has.
 */
final class Leftovers {
    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration GRACE = Duration.ofMinutes(10);

    private final LogStore store;
    private final InstantSource clock;
    private final Map<TopicPartition, Instant> unwantedSince = new HashMap<>();

    Leftovers(LogStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    void sweep(Map<String, UpstreamCluster> clusters, Routes routes) {
        Instant now = clock.instant();
        Set<TopicPartition> unwanted = new HashSet<>();
        for (PartitionLog held : store.partitions()) {
            TopicPartition partition = held.topicPartition();
            if (!isWanted(partition, clusters, routes)) {
                unwanted.add(partition);
                Instant since = unwantedSince.computeIfAbsent(partition, any -> now);
                if (!now.isBefore(since.plus(GRACE))) {
                    store.delete(partition);
                    log.atInfo()
                            .addKeyValue(LogKey.TOPIC, partition.topic())
                            .addKeyValue(LogKey.PARTITION, partition.partition())
                            .log("The log of a partition that is not followed any more is deleted");
                }
            }
        }
        unwantedSince.keySet().retainAll(unwanted);
    }

    private static boolean isWanted(TopicPartition partition, Map<String, UpstreamCluster> clusters, Routes routes) {
        String upstream = routes.upstreamOf(partition.topic());
        UpstreamCluster cluster = upstream == null ? null : clusters.get(upstream);
        return cluster != null && (cluster.wants(partition) || !cluster.view().heard());
    }
}
