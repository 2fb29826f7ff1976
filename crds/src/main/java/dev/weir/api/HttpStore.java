package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Range;
import dev.weir.api.schema.Syntax;
import org.jspecify.annotations.Nullable;

/** What an {@link HttpCache} keeps in memory and on disk. */
@Description("What each pod keeps. The routes share it, but for those that have a bucket of their own.")
public record HttpStore(
        @Description("How many responses at most, each variant counted.")
        @Default("" + HttpStore.DEFAULT_MAX_ITEMS)
        @Range(min = 1, max = 100_000_000)
        Integer maxItems,

        @Description("How much memory at most, keys, header fields and contents together. A pod needs this much beside"
                + " what it runs with.")
        @Default(HttpStore.DEFAULT_MAX_SIZE)
        @Format(Syntax.QUANTITY)
        String maxSize,

        @Description("A response with more content than this is passed on and not stored.")
        @Default(HttpStore.DEFAULT_MAX_OBJECT_SIZE)
        @Format(Syntax.QUANTITY)
        String maxObjectSize,

        @Description("A volume for each pod that keeps what is cached when the pod goes; memory alone when absent.")
        @Nullable
        Storage persistent) {
    static final int DEFAULT_MAX_ITEMS = 100_000;
    static final String DEFAULT_MAX_SIZE = "512Mi";
    static final String DEFAULT_MAX_OBJECT_SIZE = "8Mi";
    public static final HttpStore DEFAULT =
            new HttpStore(DEFAULT_MAX_ITEMS, DEFAULT_MAX_SIZE, DEFAULT_MAX_OBJECT_SIZE, null);

    public HttpStore {
        maxItems = maxItems == null ? DEFAULT_MAX_ITEMS : maxItems;
        maxSize = maxSize == null ? DEFAULT_MAX_SIZE : maxSize;
        maxObjectSize = maxObjectSize == null ? DEFAULT_MAX_OBJECT_SIZE : maxObjectSize;
    }
}
