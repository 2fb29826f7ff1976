package dev.weir.api;

import dev.weir.api.schema.Description;

/** Where clients inside the cluster reach a {@code KafkaCacheBinding}. */
@Description("Where clients inside the cluster connect.")
public record KafkaCacheEndpoints(
        @Description("What Kafka clients set bootstrap.servers to.")
        String bootstrapServers,

        @Description("What web clients ask.") String web) {}
