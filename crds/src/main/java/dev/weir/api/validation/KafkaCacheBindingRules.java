package dev.weir.api.validation;

import dev.weir.api.Glob;
import dev.weir.api.KafkaCacheBindingSpec;
import dev.weir.api.KafkaListeners;
import dev.weir.api.Problem;
import dev.weir.api.TopicRoute;
import dev.weir.api.Upstream;
import dev.weir.api.schema.Quoted;
import java.util.ArrayList;
import java.util.List;

final class KafkaCacheBindingRules {
    private final KafkaCacheBindingSpec spec;
    private final List<Problem> problems = new ArrayList<>();

    private KafkaCacheBindingRules(KafkaCacheBindingSpec spec) {
        this.spec = spec;
    }

    static List<Problem> problems(KafkaCacheBindingSpec spec) {
        var rules = new KafkaCacheBindingRules(spec);
        rules.exitsNameUpstreams();
        rules.topicsCanLeave();
        rules.routesAreReached();
        rules.bootstrapTopicsAreTaken();
        rules.copiesHaveAPod();
        rules.portsDiffer(spec.listeners());
        rules.problems.addAll(WebAuthenticationRules.problems(spec));
        rules.problems.addAll(UpstreamRules.problems(spec.upstreams()));
        rules.problems.addAll(TopicOptionsRules.problems(spec.topics()));
        rules.problems.addAll(TelemetryRules.problems(spec.telemetry().labels()));
        rules.problems.addAll(PodRules.problems(spec.pod()));
        return rules.problems;
    }

    private void exitsNameUpstreams() {
        List<String> names = spec.upstreams().stream().map(Upstream::name).toList();
        // an upstream whose name could not be read may be the one that is meant
        if (names.isEmpty() || names.contains("")) {
            return;
        }
        if (spec.exit() != null) {
            exitNamesUpstream(spec.exit(), names, "spec.exit");
        }
        for (int i = 0; i < spec.routes().size(); i++) {
            exitNamesUpstream(spec.routes().get(i).exit(), names, "spec.routes[" + i + "].exit");
        }
    }

    private void exitNamesUpstream(String exit, List<String> names, String path) {
        if (!names.contains(exit)) {
            String message = "there is no upstream " + Quoted.of(exit);
            problems.add(Problem.at(path, message, "name one of: " + String.join(", ", names)));
        }
    }

    private void topicsCanLeave() {
        if (spec.exit() == null && spec.routes().isEmpty()) {
            problems.add(Problem.at(
                    "spec.exit",
                    "is missing, and there are no routes, so no topic would exist here",
                    "name the upstream that topics come from"));
        }
    }

    private void routesAreReached() {
        for (int i = 0; i < spec.routes().size() - 1; i++) {
            if (takesEveryTopic(spec.routes().get(i))) {
                problems.add(Problem.at(
                        "spec.routes[" + (i + 1) + "]",
                        "is never reached, as spec.routes[" + i + "] takes every topic",
                        "move that one to the end, or make it the exit of the binding"));
                return;
            }
        }
    }

    private static boolean takesEveryTopic(TopicRoute route) {
        return route.when().stream().anyMatch(condition -> condition.topic().equals("*"));
    }

    private void bootstrapTopicsAreTaken() {
        List<String> taken = spec.routes().stream()
                .flatMap(route -> route.when().stream())
                .map(condition -> condition.topic())
                .toList();
        if (spec.exit() != null || taken.isEmpty() || taken.contains("")) {
            return;
        }
        List<Glob> routes = taken.stream().map(Glob::of).toList();
        for (int i = 0; i < spec.bootstrap().size(); i++) {
            String topics = spec.bootstrap().get(i);
            if (routes.stream().noneMatch(Glob.of(topics)::overlaps)) {
                problems.add(Problem.at(
                        "spec.bootstrap[" + i + "]",
                        "no route takes " + Quoted.of(topics) + ", and there is no exit",
                        "add a route for it, or set spec.exit"));
            }
        }
    }

    private void copiesHaveAPod() {
        if (spec.copies() > spec.replicas()) {
            problems.add(Problem.at(
                    "spec.copies",
                    "is more than spec.replicas, which is " + spec.replicas(),
                    "hold each partition on at most as many pods as there are"));
        }
    }

    private void portsDiffer(KafkaListeners listeners) {
        int port = listeners.web().port();
        if (port == listeners.kafka().port()) {
            String message = "port " + port + " is also that of the kafka listener";
            problems.add(Problem.at("spec.listeners.web.port", message, "choose another port"));
        }
    }
}
