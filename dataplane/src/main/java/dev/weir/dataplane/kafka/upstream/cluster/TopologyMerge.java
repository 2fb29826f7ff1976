package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Topology;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** Makes one topology of what the clusters have. */
final class TopologyMerge {
    private TopologyMerge() {}

    /** The one before when nothing is different. */
    static Topology merge(Topology before, Routes routes, Collection<UpstreamCluster> clusters) {
        String clusterId = "";
        Map<String, Topic> topics = new HashMap<>();
        Map<Uuid, Topic> byId = new HashMap<>();
        for (UpstreamCluster cluster : clusters) {
            String name = cluster.settings().name();
            UpstreamCluster.View view = cluster.view();
            if (clusterId.isEmpty() || name.equals(routes.exit())) {
                clusterId = view.clusterId().isEmpty() ? clusterId : view.clusterId();
            }
            for (Topic topic : view.topics().values()) {
                if (name.equals(routes.upstreamOf(topic.name()))) {
                    topics.put(topic.name(), topic);
                    byId.put(topic.id(), topic);
                }
            }
        }
        boolean same = clusterId.equals(before.clusterId()) && topics.equals(before.topics());
        return same ? before : new Topology(clusterId, before.version() + 1, topics, byId);
    }
}
