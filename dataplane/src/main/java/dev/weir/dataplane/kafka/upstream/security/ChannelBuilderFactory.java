package dev.weir.dataplane.kafka.upstream.security;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
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
            super(reason(cause), cause);
        }

        /** The innermost says what is wrong; those around it that something is. */
        private static String reason(Throwable cause) {
            Throwable innermost = cause;
            while (innermost.getCause() != null) {
                innermost = innermost.getCause();
            }
            return String.valueOf(innermost.getMessage());
        }
    }

    public static ChannelBuilder create(Map<String, Object> config, Time time) throws Unusable {
        var values = new HashMap<String, Object>(config);
        values.keySet().retainAll(AdminClientConfig.configNames());
        // never connected to by this; the settings are not complete without it
        values.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
        try {
            return ClientUtils.createChannelBuilder(new AdminClientConfig(values), time, new LogContext());
        } catch (KafkaException e) {
            throw new Unusable(e);
        }
    }
}
