package dev.weir.api.validation;

import dev.weir.api.HttpCacheSpec;
import dev.weir.api.HttpCondition;
import dev.weir.api.HttpRoute;
import dev.weir.api.Problem;
import java.util.ArrayList;
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

    private static boolean takesEveryRequest(HttpRoute route) {
        return route.when().isEmpty()
                || route.when().stream()
                        .anyMatch(condition -> isMetByAnyHost(condition) && "/**".equals(condition.path()));
    }

    private static boolean isMetByAnyHost(HttpCondition condition) {
        return condition.host() == null && condition.methods().isEmpty();
    }
}
