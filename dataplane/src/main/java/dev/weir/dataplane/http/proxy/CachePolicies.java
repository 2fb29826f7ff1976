package dev.weir.dataplane.http.proxy;

import dev.weir.api.CacheKeyParts;
import dev.weir.api.ClientDirectives;
import dev.weir.api.ContentCoding;
import dev.weir.api.Quantities;
import dev.weir.api.RouteCache;
import dev.weir.api.StatusTtl;
import dev.weir.dataplane.http.coding.Library;
import dev.weir.dataplane.http.policy.CachePolicy;
import dev.weir.dataplane.http.policy.Coding;
import dev.weir.dataplane.http.policy.Compression;
import dev.weir.dataplane.http.policy.field.CacheControl;
import dev.weir.dataplane.http.policy.key.Codings;
import dev.weir.dataplane.http.policy.key.KeyPolicy;
import dev.weir.dataplane.http.policy.key.NamePattern;
import dev.weir.dataplane.http.policy.key.QueryKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a document says of a route's caching, as decisions need it. */
final class CachePolicies {
    /** What clients' many ways to word Accept-Encoding are cut down to: what browsers take and servers give. */
    private static final Codings CODINGS = Codings.all("br", "gzip", "zstd");

    /** As the description of {@code staleIfError} says. */
    private static final Duration UNREACHABLE = Duration.ofHours(1);

    private CachePolicies() {}

    static CachePolicy of(RouteCache cache) {
        Compression compression = compression(cache.compress());
        return new CachePolicy(
                cache.enabled(),
                key(cache.key()),
                cache.override() == null
                        ? null
                        : CacheControl.parse(List.of(cache.override().cacheControl())),
                duration(cache.defaultTtl()),
                ttlByStatus(cache.ttlByStatus()),
                cache.heuristic(),
                duration(cache.staleWhileRevalidate()),
                duration(cache.staleIfError()),
                UNREACHABLE,
                cache.clientDirectives() == ClientDirectives.HONOR
                        ? CachePolicy.ClientDirectives.HONOR
                        : CachePolicy.ClientDirectives.IGNORE,
                cache.storeSetCookie(),
                cache.targeted(),
                cache.tags().fields(),
                compression == null ? CODINGS : compression.asked(),
                compression);
    }

    /** Codings that there is no library for on this machine are left out. */
    private static @Nullable Compression compression(dev.weir.api.@Nullable Compression compress) {
        if (compress == null) {
            return null;
        }
        List<Coding> codings = compress.preferred().stream()
                .map(CachePolicies::coding)
                .filter(coding -> Library.of(coding).unavailable() == null)
                .toList();
        return new Compression(codings, patterns(compress.compressible()), compress.minBytes());
    }

    static Coding coding(ContentCoding coding) {
        return switch (coding) {
            case BR -> Coding.BR;
            case ZSTD -> Coding.ZSTD;
            case GZIP -> Coding.GZIP;
        };
    }

    private static KeyPolicy key(CacheKeyParts parts) {
        var query = new QueryKey(
                patterns(parts.query().include()),
                patterns(parts.query().exclude()),
                parts.query().sort());
        return new KeyPolicy(query, parts.headers(), parts.cookies());
    }

    private static List<NamePattern> patterns(List<String> globs) {
        return globs.stream().map(NamePattern::new).toList();
    }

    private static Map<Integer, Duration> ttlByStatus(List<StatusTtl> ttls) {
        var map = new HashMap<Integer, Duration>();
        ttls.forEach(each -> map.put(each.status(), Quantities.duration(each.ttl())));
        return map;
    }

    private static Duration duration(@Nullable String text) {
        return text == null ? Duration.ZERO : Quantities.duration(text);
    }
}
