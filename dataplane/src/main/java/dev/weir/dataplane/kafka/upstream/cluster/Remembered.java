package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.upstream.ApiVersionRanges;
import dev.weir.dataplane.kafka.upstream.Partition;
import dev.weir.dataplane.kafka.upstream.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * What was known when this process last ran, so that one which starts while upstream is away can serve what it holds.
 *
 * @param upstreams by their names
 * @param demanded topics that are followed because somebody asked for them
 */
record Remembered(Map<String, Cluster> upstreams, List<String> demanded) {
    static final Remembered NOTHING = new Remembered(Map.of(), List.of());

    Remembered {
        upstreams = upstreams == null ? Map.of() : Map.copyOf(upstreams);
        demanded = demanded == null ? List.of() : List.copyOf(demanded);
    }

    record Cluster(String clusterId, List<Broker> brokers, List<Entry> topics, ApiVersionRanges versions) {
        static final Cluster NOTHING = new Cluster("", List.of(), List.of(), ApiVersionRanges.UNKNOWN);

        Cluster {
            clusterId = clusterId == null ? "" : clusterId;
            brokers = brokers == null ? List.of() : List.copyOf(brokers);
            topics = topics == null ? List.of() : List.copyOf(topics);
            versions = versions == null ? ApiVersionRanges.UNKNOWN : versions;
        }

        static Cluster of(String clusterId, List<Node> nodes, Collection<Topic> topics, ApiVersionRanges versions) {
            return new Cluster(
                    clusterId,
                    nodes.stream()
                            .map(node -> new Broker(node.id(), node.host(), node.port(), node.rack()))
                            .toList(),
                    topics.stream().map(Entry::of).toList(),
                    versions);
        }

        List<Node> nodes() {
            return brokers.stream()
                    .map(broker -> new Node(broker.id, broker.host, broker.port, broker.rack))
                    .toList();
        }

        List<Topic> topicsOf(String upstream) {
            return topics.stream().map(entry -> entry.topic(upstream)).toList();
        }
    }

    record Broker(int id, String host, int port, @Nullable String rack) {}

    /** A topic; leaders and their epochs in the order of the partitions. */
    record Entry(String name, String id, boolean internal, List<Integer> leaders, List<Integer> epochs) {
        static Entry of(Topic topic) {
            return new Entry(
                    topic.name(),
                    topic.id().toString(),
                    topic.internal(),
                    topic.partitions().stream().map(Partition::leader).toList(),
                    topic.partitions().stream().map(Partition::leaderEpoch).toList());
        }

        Topic topic(String upstream) {
            List<Partition> partitions = new ArrayList<>();
            for (int i = 0; i < Math.min(leaders.size(), epochs.size()); i++) {
                partitions.add(new Partition(i, leaders.get(i), epochs.get(i), Errors.NONE));
            }
            return new Topic(name, Uuid.fromString(id), upstream, internal, partitions);
        }
    }
}
