package dev.weir.dataplane.kafka.upstream.security;

import java.util.HashMap;
import java.util.Map;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.LogContext;

/** Makes Kafka's channel builders, which do TLS and SASL. */
public final class ChannelBuilderFactory {
    private ChannelBuilderFactory() {}

    /** The settings, or the files behind them, do not make a channel builder. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(KafkaException cause) {
            super(Causes.innermostMessage(cause), cause);
        }
    }

    /** Makes one that can be used at once. Logs in where that takes a token endpoint, and so may block for a while. */
    public static ChannelBuilder create(Map<String, Object> config, Time time) throws Unusable {
        try {
            return build(config, time);
        } catch (KafkaException e) {
            throw new Unusable(e);
        }
    }

    /** Makes one that goes on trying where nothing is wrong but that the token endpoint does not give a token. */
    public static ChannelBuilder createPatiently(Map<String, Object> config, Time time) throws Unusable {
        try {
            return build(config, time);
        } catch (KafkaException e) {
            if (asksEndpoint(config) && Causes.has(e, LoginException.class)) {
                return LateLogin.after(e, () -> build(config, time));
            }
            throw new Unusable(e);
        }
    }

    private static boolean asksEndpoint(Map<String, Object> config) {
        return config.get(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL) instanceof String url
                && url.startsWith("http");
    }

    private static ChannelBuilder build(Map<String, Object> config, Time time) {
        var values = new HashMap<String, Object>(config);
        values.keySet().retainAll(AdminClientConfig.configNames());
        // never connected to by this; the settings are not complete without it
        values.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
        return ClientUtils.createChannelBuilder(new AdminClientConfig(values), time, new LogContext());
    }
}
