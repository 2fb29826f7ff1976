package dev.weir.api;

import dev.weir.api.schema.Description;

/** What all pods of a {@code KafkaCacheBinding} hold together. */
@Description("What all pods together hold.")
public record KafkaCacheTotals(
        @Description("How many topics are cached.") int topics,

        @Description("How many partitions are cached, each copy counted.")
        int partitions,

        @Description("How many bytes are cached, each copy counted.")
        long bytes,

        @Description("How many records the partition lacks that lacks most.")
        long maxLag,

        @Description("Of a hundred partitions, how many have caught up with upstream.")
        int warmPercent) {}
