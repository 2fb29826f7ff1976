package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Range;
import org.jspecify.annotations.Nullable;

/** Speaks the Kafka protocol. */
@Description("Speaks the Kafka protocol.")
public record KafkaListener(
        @Description("The port to listen on.") @Default("" + KafkaListener.DEFAULT_PORT) @Range(min = 1, max = 65535)
        int port,

        @Description("What clients are told to connect to; the pods' own addresses when absent.") @Nullable
        AdvertisedAddress advertised,

        @Description("How connections are encrypted; they are not when absent.") @Nullable
        ListenerTls tls) {
    public static final int DEFAULT_PORT = 9092;
    static final KafkaListener DEFAULT = new KafkaListener(DEFAULT_PORT, null, null);
}
