package dev.weir.api.validation;

import dev.weir.api.CacheBucket;
import dev.weir.api.CacheMemory;
import dev.weir.api.HttpCacheSpec;
import dev.weir.api.HttpCondition;
import dev.weir.api.HttpRoute;
import dev.weir.api.Origin;
import dev.weir.api.PodResources;
import dev.weir.api.Problem;
import dev.weir.api.Quantities;
import dev.weir.api.RouteCache;
import dev.weir.api.schema.Quoted;
import dev.weir.api.schema.Syntax;
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
        rules.whatIsEncryptedIsHttps();
        rules.problems.addAll(TelemetryRules.problems(spec.telemetry().labels()));
        rules.problems.addAll(PodRules.problems(spec.pod()));
        rules.memoryHoldsWhatIsKept();
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
        String object = spec.store().maxObjectSize();
        String all = spec.store().maxSize();
        if (Syntax.QUANTITY.accepts(object)
                && Syntax.QUANTITY.accepts(all)
                && Quantities.bytes(object) > Quantities.bytes(all)) {
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

    private void whatIsEncryptedIsHttps() {
        for (int i = 0; i < spec.routes().size(); i++) {
            Origin origin = spec.routes().get(i).origin();
            if (origin.tls() != null && origin.urls().stream().noneMatch(url -> url.startsWith("https://"))) {
                problems.add(Problem.at(
                        "spec.routes[" + i + "].origin.tls",
                        "says how connections are encrypted, and none of spec.routes[" + i
                                + "].origin.urls is of https",
                        "write https:// in them, or leave tls out"));
            }
        }
    }

    /** A limit counts before a request: without one, what is requested is the limit. */
    private void memoryHoldsWhatIsKept() {
        PodResources resources = spec.pod().resources();
        if (resources == null) {
            return;
        }
        String limit = resources.limits() == null ? null : resources.limits().memory();
        String request =
                resources.requests() == null ? null : resources.requests().memory();
        String memory = limit != null ? limit : request;
        if (memory == null || !Syntax.QUANTITY.accepts(memory)) {
            return;
        }
        CacheMemory needed = CacheMemory.of(spec);
        if (Quantities.bytes(memory) < needed.leastBytes()) {
            problems.add(Problem.at(
                    "spec.pod.resources." + (limit != null ? "limits" : "requests") + ".memory",
                    Quoted.of(memory) + " cannot hold what a pod may keep, which is "
                            + Quantities.text(needed.heldBytes())
                            + " by spec.store, the routes' own buckets and spec.limits.bufferedBytes",
                    "give it at least " + Quantities.text(needed.leastBytes()) + ", or lower those"));
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
