package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.policy.key.TargetUri;
import java.time.InstantSource;

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

    /** Whatever is stored for it, by whichever route, is to be validated before it is used. */
    void invalidate(TargetUri uri) {
        for (Route route : routes.routes()) {
            route.bucket().invalidate(CacheKey.uri(uri, route.policy().key()));
        }
    }
}
