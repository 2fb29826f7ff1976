package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.policy.key.TargetUri;
import dev.weir.dataplane.http.purge.PurgeOrder;
import dev.weir.dataplane.http.store.Bucket;
import dev.weir.dataplane.http.store.Purge;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Map;

/** What all requests of one cache share. */
final class Exchanges {
    private final InstantSource clock;
    private final Budget budget;
    private final Flights flights = new Flights();
    private volatile Visited visited = Visited.UNSEEN;
    private volatile RouteTable routes = RouteTable.EMPTY;

    Exchanges(InstantSource clock, Budget budget) {
        this.clock = clock;
        this.budget = budget;
    }

    InstantSource clock() {
        return clock;
    }

    Budget budget() {
        return budget;
    }

    Flights flights() {
        return flights;
    }

    RouteTable routes() {
        return routes;
    }

    Visited visited() {
        return visited;
    }

    void use(RouteTable table, Visited log) {
        routes = table;
        visited = log;
    }

    void register(MeterRegistry meters) {
        Gauge.builder("weir.http.buffered.bytes", budget, Budget::taken).register(meters);
        Gauge.builder("weir.http.buffered.limit.bytes", budget, Budget::limit).register(meters);
        Gauge.builder("weir.http.underway", flights, Flights::size).register(meters);
    }

    /** How many stored responses it concerned. */
    long purge(PurgeOrder order) {
        var targets = new LinkedHashSet<Map.Entry<Bucket, Purge.Target>>();
        for (Route route : routes.routes()) {
            Purge.Target target = switch (order.target()) {
                case PurgeOrder.Url url ->
                    new Purge.Uri(CacheKey.uri(url.uri(), route.policy().key()));
                case PurgeOrder.Prefix prefix -> new Purge.Prefix(prefix.prefix());
                case PurgeOrder.Tag tag -> new Purge.Tag(tag.tag());
                case PurgeOrder.Everything ignored -> new Purge.Everything();
            };
            targets.add(Map.entry(route.bucket(), target));
        }
        return targets.stream()
                .mapToLong(each -> each.getKey().purge(new Purge(each.getValue(), order.hard())))
                .sum();
    }

    /** Whatever is stored for it, by whichever route, is to be validated before it is used. */
    void invalidate(TargetUri uri) {
        for (Route route : routes.routes()) {
            route.bucket().invalidate(CacheKey.uri(uri, route.policy().key()));
        }
    }
}
