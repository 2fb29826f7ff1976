package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.api.Glob;
import dev.weir.api.KafkaCacheBindingSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which upstream a topic comes from: the first route that takes it decides, then the exit of the binding. */
record Routes(List<Route> routes, @Nullable String exit) {
    record Route(List<Glob> topics, String exit) {}

    static Routes of(KafkaCacheBindingSpec spec) {
        return new Routes(
                spec.routes().stream()
                        .map(route -> new Route(
                                route.when().stream()
                                        .map(condition -> Glob.of(condition.topic()))
                                        .toList(),
                                route.exit()))
                        .toList(),
                spec.exit());
    }

    /** The upstream's name, or null when such a topic does not exist here. */
    @Nullable
    String upstreamOf(String topic) {
        for (Route route : routes) {
            if (route.topics.stream().anyMatch(glob -> glob.matches(topic))) {
                return route.exit;
            }
        }
        return exit;
    }
}
