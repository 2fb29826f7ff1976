package dev.weir.api;

import dev.weir.api.schema.Description;

/** What all pods of an {@code HttpCache} hold together. */
@Description("What all pods together hold.")
public record HttpCacheTotals(
        @Description("How many responses are cached.") long items,
        @Description("How many bytes are cached.") long bytes,

        @Description("Of a hundred requests, how many were answered from the cache.")
        int hitPercent) {}
