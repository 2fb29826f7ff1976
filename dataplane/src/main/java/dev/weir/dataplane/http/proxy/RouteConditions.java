package dev.weir.dataplane.http.proxy;

import dev.weir.api.HttpCondition;
import java.util.List;

/** Which requests take a route: those that meet any of its conditions, or all when it has none. */
record RouteConditions(List<RouteCondition> any) {
    static RouteConditions of(List<HttpCondition> conditions) {
        return new RouteConditions(conditions.stream().map(RouteCondition::of).toList());
    }

    boolean areMet(RequestLine request) {
        if (any.isEmpty()) {
            return true;
        }
        for (RouteCondition condition : any) {
            if (condition.isMet(request)) {
                return true;
            }
        }
        return false;
    }
}
