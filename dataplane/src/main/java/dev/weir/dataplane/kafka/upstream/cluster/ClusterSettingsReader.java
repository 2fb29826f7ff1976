package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.api.Upstream;
import dev.weir.dataplane.kafka.upstream.connection.Backoff;
import dev.weir.dataplane.kafka.upstream.connection.ConnectionSettings;
import dev.weir.dataplane.kafka.upstream.follow.FetchSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Takes out of a client's settings, by Kafka's names, what our own parts need. */
final class ClusterSettingsReader {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final Map<String, Object> client;

    private ClusterSettingsReader(Map<String, Object> client) {
        this.client = client;
    }

    static ClusterSettings read(Upstream upstream, Map<String, Object> client, boolean partitionMetrics) {
        var reader = new ClusterSettingsReader(client);
        String clientId = (String) client.getOrDefault(CommonClientConfigs.CLIENT_ID_CONFIG, "weir");
        Duration requestTimeout = reader.time(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT);
        return new ClusterSettings(
                upstream,
                client,
                reader.connections(clientId),
                reader.fetch(clientId, Objects.requireNonNullElse(upstream.rack(), ""), requestTimeout),
                reader.metadata(),
                requestTimeout,
                partitionMetrics);
    }

    private ConnectionSettings connections(String clientId) {
        ConnectionSettings defaults = ConnectionSettings.DEFAULTS;
        Backoff backoff = new Backoff(
                time(
                        CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG,
                        defaults.backoff().first()),
                time(
                        CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        defaults.backoff().most()));
        return new ConnectionSettings(
                clientId,
                time(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, defaults.setupTimeout()),
                backoff,
                defaults.receiveBytesMax(),
                number(CommonClientConfigs.SEND_BUFFER_CONFIG, defaults.sendBufferBytes()),
                number(CommonClientConfigs.RECEIVE_BUFFER_CONFIG, defaults.receiveBufferBytes()),
                time(CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG, defaults.idleMax()),
                defaults.sharedConnections(),
                defaults.exclusiveConnectionsMax(),
                defaults.exclusiveIdleMax(),
                defaults.waitingMax(),
                defaults.inFlightMax());
    }

    private FetchSettings fetch(String clientId, String rack, Duration requestTimeout) {
        FetchSettings defaults = FetchSettings.DEFAULTS;
        return new FetchSettings(
                clientId,
                rack,
                time(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, defaults.waitMax()),
                number(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, defaults.bytesMax()),
                number(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, defaults.partitionBytesMax()),
                requestTimeout,
                defaults.backoff(),
                defaults.nearerReplicaFor());
    }

    private MetadataSettings metadata() {
        MetadataSettings defaults = MetadataSettings.DEFAULTS;
        return new MetadataSettings(
                time(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, defaults.interval()),
                defaults.backoff(),
                defaults.answerMax(),
                defaults.settingsInterval());
    }

    private Duration time(String name, Duration otherwise) {
        return client.get(name) instanceof Number millis ? Duration.ofMillis(millis.longValue()) : otherwise;
    }

    private int number(String name, int otherwise) {
        return client.get(name) instanceof Number value ? value.intValue() : otherwise;
    }
}
