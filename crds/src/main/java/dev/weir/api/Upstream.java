package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Distinct;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Rule;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A Kafka cluster that routes exit to. */
@Description("A Kafka cluster.")
@Rule(
        value = "!has(self.client) || self.client.all(k, k in '" + Upstream.CLIENT + "'.split(', '))",
        message = "client must hold no other settings than these: " + Upstream.CLIENT)
public record Upstream(
        @Description("What routes, metrics and logs call this cluster.") @Format(Syntax.DNS_LABEL)
        String name,

        @Description("Brokers to connect to first, as host:port; the others are learned from them. "
                + "An IPv6 address stands in brackets.")
        @Size(min = 1, max = 64)
        @Distinct
        List<@Format(Syntax.HOST_AND_PORT) String> bootstrapServers,

        @Description("Where the pods are, as brokers call it in broker.rack, so that the nearest replica is read.")
        @Nullable
        @Size(min = 1, max = 128)
        String rack,

        @Description("Encrypts the connections.") @Nullable UpstreamTls tls,

        @Description("Logs in.") @Nullable UpstreamSasl sasl,

        @Description("Further settings of a Kafka client, by the names and with the values that Kafka gives them: "
                + Upstream.CLIENT + ".")
        @Size(max = 32)
        Map<@Size(min = 1, max = 64) String, @Size(min = 1, max = 1024) String> client) {

    static final String CLIENT = "client.id, connections.max.idle.ms, fetch.max.bytes, fetch.max.wait.ms, "
            + "max.partition.fetch.bytes, metadata.max.age.ms, receive.buffer.bytes, reconnect.backoff.max.ms, "
            + "reconnect.backoff.ms, request.timeout.ms, sasl.login.connect.timeout.ms, sasl.login.read.timeout.ms, "
            + "sasl.login.refresh.buffer.seconds, sasl.login.refresh.min.period.seconds, "
            + "sasl.login.refresh.window.factor, sasl.login.refresh.window.jitter, "
            + "sasl.login.retry.backoff.max.ms, sasl.login.retry.backoff.ms, sasl.oauthbearer.scope.claim.name, "
            + "sasl.oauthbearer.sub.claim.name, send.buffer.bytes, socket.connection.setup.timeout.ms, "
            + "ssl.cipher.suites, ssl.enabled.protocols, ssl.protocol";

    /** The settings that {@code client} may hold. */
    public static final Set<String> CLIENT_SETTINGS = Set.of(CLIENT.split(", ", -1));

    public Upstream {
        bootstrapServers = Copies.of(bootstrapServers);
        client = Copies.of(client);
    }
}
