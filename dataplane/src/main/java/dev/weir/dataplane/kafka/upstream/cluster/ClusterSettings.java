package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.api.Upstream;
import dev.weir.dataplane.kafka.upstream.connection.ConnectionSettings;
import dev.weir.dataplane.kafka.upstream.follow.FetchSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * One upstream, as the document asks for it.
 *
 * @param upstream what the document says
 * @param client Kafka's own client settings made of that, with secrets in them
 * @param requestTimeout for questions of our own
 * @param partitionMetrics whether each partition has meters of its own
 */
record ClusterSettings(
        Upstream upstream,
        Map<String, Object> client,
        ConnectionSettings connections,
        FetchSettings fetch,
        MetadataSettings metadata,
        Duration requestTimeout,
        boolean partitionMetrics) {

    String name() {
        return upstream.name();
    }

    /**
     * Whether the cluster can go on with them: all else than its address and the security of its connections is alike.
     */
    boolean isLike(ClusterSettings other) {
        return name().equals(other.name())
                && connections.equals(other.connections)
                && fetch.equals(other.fetch)
                && metadata.equals(other.metadata)
                && requestTimeout.equals(other.requestTimeout)
                && partitionMetrics == other.partitionMetrics;
    }

    /** What a client of Kafka's own needs to connect. */
    Map<String, Object> kafkaClient() {
        Map<String, Object> all = new HashMap<>(client);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, upstream.bootstrapServers());
        return all;
    }

    ClusterSettings withClient(Map<String, Object> changed) {
        return new ClusterSettings(upstream, changed, connections, fetch, metadata, requestTimeout, partitionMetrics);
    }

    /** Nothing of the secrets. */
    @Override
    public String toString() {
        return "ClusterSettings[" + name() + "]";
    }
}
