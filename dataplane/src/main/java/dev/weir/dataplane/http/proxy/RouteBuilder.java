package dev.weir.dataplane.http.proxy;

import dev.weir.api.CacheBucket;
import dev.weir.api.HttpCacheSpec;
import dev.weir.api.HttpRoute;
import dev.weir.api.HttpStore;
import dev.weir.api.OriginHost;
import dev.weir.api.OriginRewrite;
import dev.weir.api.Quantities;
import dev.weir.api.RouteCache;
import dev.weir.api.Storage;
import dev.weir.dataplane.http.origin.Origin;
import dev.weir.dataplane.http.store.BucketLimits;
import dev.weir.dataplane.http.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes the routes of a document. */
final class RouteBuilder {
    static final String SHARED = "shared";

    private final HttpCacheSpec spec;
    private final Store store;
    private final Path folder;
    private final MeterRegistry meters;

    /**
     * Makes a builder.
     *
     * @param folder what is kept on disk is kept there
     */
    RouteBuilder(HttpCacheSpec spec, Store store, Path folder, MeterRegistry meters) {
        this.spec = spec;
        this.store = store;
        this.folder = folder;
        this.meters = meters;
    }

    /** How the bucket of a route is called; the slash keeps a route's name from being taken for the shared one. */
    static String bucket(HttpRoute route) {
        return route.cache().bucket() == CacheBucket.SHARED ? SHARED : "route/" + route.name();
    }

    Route route(HttpRoute route, Origin origin) {
        BucketLimits limits = limits(route.cache());
        return new Route(
                route.name(),
                RouteConditions.of(route.when()),
                CachePolicies.of(route.cache()),
                store.open(bucket(route), limits, disk(route.cache())),
                identity(route),
                origin,
                rewriting(route.origin()),
                route.cache().collapse(),
                limits.maxObjectSizeBytes(),
                new RouteMeters(route.name(), meters));
    }

    /** Of the volume some is left for what it needs itself. */
    private Store.@Nullable Disk disk(RouteCache cache) {
        Storage persistent = spec.store().persistent();
        return persistent == null || cache.bucket() != CacheBucket.SHARED
                ? null
                : new Store.Disk(folder.resolve("responses"), Quantities.bytes(persistent.size()) / 10 * 9);
    }

    private BucketLimits limits(RouteCache cache) {
        HttpStore shared = spec.store();
        long objectBytes = Quantities.bytes(shared.maxObjectSize());
        if (cache.bucket() == CacheBucket.SHARED) {
            return new BucketLimits(shared.maxItems(), Quantities.bytes(shared.maxSize()), objectBytes);
        }
        Integer items = cache.maxItems();
        String size = cache.maxSize();
        long bytes = Quantities.bytes(size == null ? shared.maxSize() : size);
        return new BucketLimits(items == null ? shared.maxItems() : items, bytes, Math.min(bytes, objectBytes));
    }

    /** What makes the same URL mean the same response: change any of it, and what was cached is no answer any more. */
    private static String identity(HttpRoute route) {
        dev.weir.api.Origin origin = route.origin();
        String said = origin.urls() + " " + origin.rewrite() + " " + origin.host() + " "
                + route.cache().key();
        dev.weir.api.Compression compress = route.cache().compress();
        if (compress != null) {
            said += " " + compress.preferred();
        }
        return Integer.toHexString(said.hashCode()) + Integer.toHexString(said.length());
    }

    private static Rewriting rewriting(dev.weir.api.Origin origin) {
        OriginRewrite rewrite = origin.rewrite();
        boolean keepsHost = origin.host() == OriginHost.CLIENT;
        return rewrite == null
                ? new Rewriting(null, "", keepsHost)
                : new Rewriting(rewrite.prefix(), rewrite.to(), keepsHost);
    }
}
