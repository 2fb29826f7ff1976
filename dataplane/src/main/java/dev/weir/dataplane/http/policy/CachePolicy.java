package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.CacheControl;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.key.Codings;
import dev.weir.dataplane.http.policy.key.KeyPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one route caches, where the specifications leave a choice or the route knows better than its origin.
 *
 * @param enabled whether it caches at all
 * @param override takes the place of the origin's directives, Expires included, in responses that are no errors
 * @param defaultTtl how long a response is fresh whose origin does not say; zero: it is not stored
 * @param ttlByStatus the same for single status codes, whatever they are: negative caching
 * @param heuristic whether the age of the representation may tell how long it is fresh (RFC 9111 section 4.2.2)
 * @param staleWhileRevalidate when the origin does not say (RFC 5861 section 3)
 * @param staleIfError when the origin does not say (RFC 5861 section 4)
 * @param staleIfUnreachable for how long after it expired a response is served while the origin cannot be reached at
 *     all (RFC 9111 section 4.2.4); never less than the one before
 * @param clientDirectives whether Cache-Control of requests counts
 * @param storeSetCookie whether a response that sets cookies is stored if its origin itself says how long it is fresh
 * @param targetedFields in order of precedence, what is honoured before Cache-Control (RFC 9213 section 2.2)
 * @param tagFields response fields that list tags to purge by; meant for this cache, they go no further
 * @param codings content codings that Accept-Encoding is cut down to
 * @param compression null to store everything as it comes; else what its codings ask for
 */
public record CachePolicy(
        boolean enabled,
        KeyPolicy key,
        @Nullable CacheControl override,
        Duration defaultTtl,
        Map<Integer, Duration> ttlByStatus,
        boolean heuristic,
        Duration staleWhileRevalidate,
        Duration staleIfError,
        Duration staleIfUnreachable,
        ClientDirectives clientDirectives,
        boolean storeSetCookie,
        List<String> targetedFields,
        List<String> tagFields,
        Codings codings,
        @Nullable Compression compression) {
    /** RFC 9111 and nothing else: what the origin does not say is not assumed. */
    public static final CachePolicy STANDARD = new CachePolicy(
            true,
            KeyPolicy.URI,
            null,
            Duration.ZERO,
            Map.of(),
            false,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            ClientDirectives.HONOR,
            true,
            List.of("cdn-cache-control"),
            List.of(),
            Codings.AS_SENT,
            null);

    public CachePolicy {
        ttlByStatus = Map.copyOf(ttlByStatus);
        targetedFields = targetedFields.stream().map(FieldName::lowerCase).toList();
        tagFields = tagFields.stream().map(FieldName::lowerCase).toList();
    }

    /** The same for what is to be stored as it comes. */
    public CachePolicy uncompressed() {
        return new CachePolicy(
                enabled,
                key,
                override,
                defaultTtl,
                ttlByStatus,
                heuristic,
                staleWhileRevalidate,
                staleIfError,
                staleIfUnreachable,
                clientDirectives,
                storeSetCookie,
                targetedFields,
                tagFields,
                codings,
                null);
    }

    public enum ClientDirectives {
        HONOR,
        IGNORE
    }

    /** The directives of a request that count on this route. */
    CacheControl wishes(RequestHead request) {
        return clientDirectives == ClientDirectives.HONOR ? CacheControl.of(request.fields()) : CacheControl.NONE;
    }
}
