package dev.weir.api.validation;

import dev.weir.api.CacheBucket;
import dev.weir.api.HttpCacheSpec;
import dev.weir.api.HttpCondition;
import dev.weir.api.HttpRoute;
import dev.weir.api.Problem;
import dev.weir.api.Quantities;
import dev.weir.api.RouteCache;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

final class HttpCacheRules {
    private final HttpCacheSpec spec;
    private final List<Problem> problems = new ArrayList<>();

    private HttpCacheRules(HttpCacheSpec spec) {
        this.spec = spec;
    }

    static List<Problem> problems(HttpCacheSpec spec) {
        var rules = new HttpCacheRules(spec);
        rules.conditionsAskForSomething();
        rules.routesAreReached();
        rules.storeIsCoherent();
        rules.routesCacheCoherently();
        rules.problems.addAll(TelemetryRules.problems(spec.telemetry().labels()));
        rules.problems.addAll(PodRules.problems(spec.pod()));
        return rules.problems;
    }

    private void conditionsAskForSomething() {
        for (int i = 0; i < spec.routes().size(); i++) {
            List<HttpCondition> when = spec.routes().get(i).when();
            for (int j = 0; j < when.size(); j++) {
                if (isMetByAnyHost(when.get(j)) && when.get(j).path() == null) {
                    problems.add(Problem.at(
                            "spec.routes[" + i + "].when[" + j + "]",
                            "asks for nothing",
                            "say a host, a path or methods, or leave out 'when' for all requests"));
                }
            }
        }
    }

    private void routesAreReached() {
        for (int i = 0; i < spec.routes().size() - 1; i++) {
            if (takesEveryRequest(spec.routes().get(i))) {
                problems.add(Problem.at(
                        "spec.routes[" + (i + 1) + "]",
                        "is never reached, as spec.routes[" + i + "] takes every request",
                        "move that one to the end"));
                return;
            }
        }
    }

    private void storeIsCoherent() {
        if (Quantities.bytes(spec.store().maxObjectSize())
                > Quantities.bytes(spec.store().maxSize())) {
            problems.add(Problem.at(
                    "spec.store.maxObjectSize",
                    "is more than all of the store may have",
                    "make it smaller than spec.store.maxSize"));
        }
    }

    private void routesCacheCoherently() {
        for (int i = 0; i < spec.routes().size(); i++) {
            RouteCache cache = spec.routes().get(i).cache();
            String path = "spec.routes[" + i + "].cache";
            if (cache.bucket() == CacheBucket.SHARED && (cache.maxItems() != null || cache.maxSize() != null)) {
                problems.add(Problem.at(
                        path + (cache.maxItems() != null ? ".maxItems" : ".maxSize"),
                        "is a limit of its own for a bucket that it shares",
                        "say bucket: individual, or set the limits in spec.store"));
            }
            if (!cache.key().query().include().isEmpty()
                    && !cache.key().query().exclude().isEmpty()) {
                problems.add(Problem.at(path + ".key.query", "says include and exclude", "say one of them"));
            }
            var seen = new HashSet<Integer>();
            for (int j = 0; j < cache.ttlByStatus().size(); j++) {
                if (!seen.add(cache.ttlByStatus().get(j).status())) {
                    problems.add(Problem.at(
                            path + ".ttlByStatus[" + j + "].status", "is said before", "remove one of them"));
                }
            }
        }
    }

    private static boolean takesEveryRequest(HttpRoute route) {
        return route.when().isEmpty()
                || route.when().stream()
                        .anyMatch(condition -> isMetByAnyHost(condition) && "/**".equals(condition.path()));
    }

    private static boolean isMetByAnyHost(HttpCondition condition) {
        return condition.host() == null && condition.methods().isEmpty();
    }
}
