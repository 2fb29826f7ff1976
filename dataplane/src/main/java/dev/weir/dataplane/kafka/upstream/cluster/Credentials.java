package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.api.Problem;
import dev.weir.dataplane.document.Secrets;
import dev.weir.dataplane.kafka.upstream.security.ChannelBuilderFactory;
import dev.weir.dataplane.kafka.upstream.security.ClientConfig;
import dev.weir.dataplane.kafka.upstream.security.ClientConfigReader;
import dev.weir.dataplane.logging.LogKey;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes changed certificates and passwords into use; while they are unusable, connections go on with the former. */
final class Credentials {
    private static final Logger log = LoggerFactory.getLogger(Credentials.class);

    private final Secrets secrets;
    private final Time time;

    Credentials(Secrets secrets, Time time) {
        this.secrets = secrets;
        this.time = time;
    }

    void reload(Collection<UpstreamCluster> clusters) {
        for (UpstreamCluster cluster : clusters) {
            ClusterSettings settings = cluster.settings();
            if (settings.upstream().tls() != null || settings.upstream().sasl() != null) {
                reload(cluster, settings);
            }
        }
    }

    private void reload(UpstreamCluster cluster, ClusterSettings settings) {
        switch (ClientConfigReader.read(settings.upstream(), "", secrets)) {
            case ClientConfig.Refused refused ->
                cluster.secretsProblem(
                        refused.problems().stream().map(Problem::message).collect(Collectors.joining("; ")));
            case ClientConfig.Read read -> {
                if (read.values().equals(settings.client())) {
                    cluster.secretsProblem(null);
                } else {
                    use(cluster, settings, settings.withClient(read.values()));
                }
            }
        }
    }

    private void use(UpstreamCluster cluster, ClusterSettings former, ClusterSettings changed) {
        try {
            cluster.secretsChanged(former, changed, ChannelBuilderFactory.create(changed.client(), time));
            cluster.secretsProblem(null);
            log.atInfo()
                    .addKeyValue(LogKey.UPSTREAM, changed.name())
                    .log("Secrets have changed; new connections use them, and present ones are replaced");
        } catch (ChannelBuilderFactory.Unusable e) {
            cluster.secretsProblem(String.valueOf(e.getMessage()));
        }
    }
}
