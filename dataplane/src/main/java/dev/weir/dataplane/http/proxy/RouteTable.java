package dev.weir.dataplane.http.proxy;

import dev.weir.api.HttpRoute;
import java.util.List;
import java.util.Optional;

/** Which route takes a request: the first of which any condition is met, or which has none. */
final class RouteTable {
    private final List<Entry> entries;

    private record Entry(HttpRoute route, List<RouteCondition> conditions) {
        Entry(HttpRoute route) {
            this(route, route.when().stream().map(RouteCondition::of).toList());
        }

        boolean takes(RequestLine request) {
            return conditions.isEmpty() || conditions.stream().anyMatch(condition -> condition.isMet(request));
        }
    }

    RouteTable(List<HttpRoute> routes) {
        entries = routes.stream().map(Entry::new).toList();
    }

    Optional<HttpRoute> find(RequestLine request) {
        return entries.stream()
                .filter(entry -> entry.takes(request))
                .map(Entry::route)
                .findFirst();
    }
}
