package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Distinct;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.KeyedBy;
import dev.weir.api.schema.Range;
import dev.weir.api.schema.Rule;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a route caches. */
@Description("How the responses of a route are cached. RFC 9111 holds, and what the origin says, where nothing else is"
        + " said here.")
@Rule(
        value = "self.bucket == 'individual' || (!has(self.maxItems) && !has(self.maxSize))",
        message = "maxItems and maxSize are those of an individual bucket; the shared one has its own in spec.store")
public record RouteCache(
        @Description("Whether anything is cached at all.") @Default("true")
        Boolean enabled,

        @Description("Whether the responses share the room of spec.store with those of other routes (shared), or have"
                + " room of their own (individual).")
        @Default("shared")
        CacheBucket bucket,

        @Description("How many responses an individual bucket holds; as many as spec.store when absent.")
        @Nullable
        @Range(min = 1, max = 100_000_000)
        Integer maxItems,

        @Description("How much memory an individual bucket takes; as much as spec.store when absent.")
        @Nullable
        @Format(Syntax.QUANTITY)
        String maxSize,

        @Description("What tells responses apart.") @Default("{}")
        CacheKeyParts key,

        @Description("What is said in the place of the origin.") @Nullable
        CacheOverride override,

        @Description("For how long a response is fresh whose origin does not say; it is not stored when absent.")
        @Nullable
        @Format(Syntax.DURATION)
        String defaultTtl,

        @Description("The same for single statuses, such as 404: they are not cached otherwise.")
        @Size(max = 64)
        @KeyedBy("status")
        List<StatusTtl> ttlByStatus,

        @Description("Whether the age of what is served may tell how long it stays fresh, when the origin does not say"
                + " (RFC 9111 section 4.2.2).")
        @Default("false")
        boolean heuristic,

        @Description("For how long a stale response is served while it is validated, when the origin does not say.")
        @Nullable
        @Format(Syntax.DURATION)
        String staleWhileRevalidate,

        @Description("For how long a stale response is served in the place of an error, when the origin does not say."
                + " While the origin cannot be reached at all it is for an hour, unless the origin forbids it.")
        @Nullable
        @Format(Syntax.DURATION)
        String staleIfError,

        @Description("Whether Cache-Control of requests counts.") @Default("honor")
        ClientDirectives clientDirectives,

        @Description("Whether a response that sets cookies is stored when its origin says how long it is fresh.")
        @Default("true")
        Boolean storeSetCookie,

        @Description("Response fields that count before Cache-Control, the first that is there (RFC 9213);"
                + " CDN-Cache-Control when absent.")
        @Nullable
        @Size(max = 8)
        @Distinct
        List<@Format(Syntax.FIELD_NAME) String> targetedFields,

        @Description("Tags that responses can be purged by.") @Default("{}")
        CacheTags tags,

        @Description("Whether many who want the same ask the origin for it once.") @Default("true")
        Boolean collapse,

        @Description("What is compressed when it is stored; nothing when absent.") @Nullable
        Compression compress) {
    private static final List<String> USUAL_TARGETED = List.of("CDN-Cache-Control");
    public static final RouteCache DEFAULT = new RouteCache(
            true,
            CacheBucket.SHARED,
            null,
            null,
            CacheKeyParts.DEFAULT,
            null,
            null,
            List.of(),
            false,
            null,
            null,
            ClientDirectives.HONOR,
            true,
            null,
            CacheTags.DEFAULT,
            true,
            null);

    public RouteCache {
        enabled = enabled == null || enabled;
        bucket = bucket == null ? CacheBucket.SHARED : bucket;
        key = key == null ? CacheKeyParts.DEFAULT : key;
        ttlByStatus = Copies.of(ttlByStatus);
        clientDirectives = clientDirectives == null ? ClientDirectives.HONOR : clientDirectives;
        storeSetCookie = storeSetCookie == null || storeSetCookie;
        tags = tags == null ? CacheTags.DEFAULT : tags;
        collapse = collapse == null || collapse;
    }

    /** The targeted fields that count. */
    public List<String> targeted() {
        return targetedFields == null ? USUAL_TARGETED : targetedFields;
    }
}
