package dev.weir.api;

import dev.weir.api.schema.Description;
import org.jspecify.annotations.Nullable;

/** What a pod may use. What is said for one side alone goes for both. */
@Description("What each pod may use.")
public record PodResources(
        @Description("What a pod is certain to have. Without it: what it may have at most, or else "
                + ResourceAmounts.DEFAULT_CPU + " of CPU, and of memory " + ResourceAmounts.DEFAULT_MEMORY
                + " or, for an HttpCache, what holds its store.")
        @Nullable
        ResourceAmounts requests,

        @Description("What a pod may have at most. Without it: as much memory as is requested, and any CPU that is "
                + "left over. Heap and buffers are sized by the memory; for a KafkaCacheBinding the rest of it is page "
                + "cache, which records are served from; for an HttpCache it must hold what the store may hold.")
        @Nullable
        ResourceAmounts limits) {}
