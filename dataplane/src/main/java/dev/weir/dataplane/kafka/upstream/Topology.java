package dev.weir.dataplane.kafka.upstream;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The topics of all upstreams that a route lets exist here, as last heard of (perhaps before a restart).
 *
 * @param clusterId of the upstream of {@code exit}, or of the first; empty while none was ever reached
 * @param version grows with every change
 */
public record Topology(String clusterId, long version, Map<String, Topic> topics, Map<Uuid, Topic> topicsById) {
    public static final Topology EMPTY = new Topology("", 0, Map.of(), Map.of());

    public Topology {
        topics = Map.copyOf(topics);
        topicsById = Map.copyOf(topicsById);
    }

    public @Nullable Topic topic(String name) {
        return topics.get(name);
    }

    public @Nullable Topic topic(Uuid id) {
        return topicsById.get(id);
    }

    public @Nullable Partition partition(TopicPartition partition) {
        Topic topic = topics.get(partition.topic());
        return topic == null ? null : topic.partition(partition.partition());
    }
}
