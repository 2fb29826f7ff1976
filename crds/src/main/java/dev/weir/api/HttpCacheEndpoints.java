package dev.weir.api;

import dev.weir.api.schema.Description;

/** Where clients inside the cluster reach an {@code HttpCache}. */
@Description("Where clients inside the cluster connect.")
public record HttpCacheEndpoints(
        @Description("What HTTP clients ask.") String http) {}
