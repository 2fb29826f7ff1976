package dev.weir.dataplane.http.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which route takes a request: the first of which any condition is met, or which has none. */
record RouteTable(List<Route> routes) {
    static final RouteTable EMPTY = new RouteTable(List.of());

    RouteTable {
        routes = List.copyOf(routes);
    }

    @Nullable
    Route find(RequestLine request) {
        for (Route route : routes) {
            if (route.when().areMet(request)) {
                return route;
            }
        }
        return null;
    }
}
