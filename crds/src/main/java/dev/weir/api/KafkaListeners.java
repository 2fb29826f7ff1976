package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Rule;

/** Where clients of a {@link KafkaCacheBinding} connect. */
@Description("Where clients connect.")
@Rule(value = "self.kafka.port != self.web.port", message = "the kafka and the web listener must have different ports")
public record KafkaListeners(
        @Description("For Kafka clients.") @Default("{}") KafkaListener kafka,
        @Description("For web clients.") @Default("{}") WebListener web) {
    public static final KafkaListeners DEFAULT = new KafkaListeners(KafkaListener.DEFAULT, WebListener.DEFAULT);

    public KafkaListeners {
        kafka = kafka == null ? KafkaListener.DEFAULT : kafka;
        web = web == null ? WebListener.DEFAULT : web;
    }
}
