package dev.weir.api.validation;

import dev.weir.api.PodOptions;
import dev.weir.api.PodResources;
import dev.weir.api.Problem;
import dev.weir.api.Quantities;
import dev.weir.api.ResourceAmounts;
import dev.weir.api.schema.Quoted;
import dev.weir.api.schema.Syntax;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What pods may not be told. What only Kubernetes can know, such as which requirements of nodes make sense, is left to
 * the API server.
 */
final class PodRules {
    private static final String RESOURCES = "spec.pod.resources.";

    private final List<Problem> problems = new ArrayList<>();

    private PodRules() {}

    static List<Problem> problems(PodOptions pod) {
        var rules = new PodRules();
        rules.namesAreFree(pod);
        PodResources resources = pod.resources();
        if (resources != null) {
            rules.memorySuffices(resources.requests(), "requests");
            rules.memorySuffices(resources.limits(), "limits");
            rules.requestsAreWithinLimits(resources);
        }
        return rules.problems;
    }

    private void namesAreFree(PodOptions pod) {
        for (String label : pod.labels().keySet()) {
            if (PodOptions.RESERVED_LABELS.contains(label) || label.startsWith(PodOptions.OWN_PREFIX)) {
                isTaken("labels", label);
            }
        }
        for (String annotation : pod.annotations().keySet()) {
            if (annotation.startsWith(PodOptions.OWN_PREFIX)) {
                isTaken("annotations", annotation);
            }
        }
    }

    private void isTaken(String field, String name) {
        String path = "spec.pod." + field + "[" + Quoted.of(name) + "]";
        problems.add(Problem.at(path, "pods are given this by Weir itself", "choose another name, or remove it"));
    }

    private void memorySuffices(@Nullable ResourceAmounts amounts, String side) {
        String memory = amounts == null ? null : amounts.memory();
        if (memory != null
                && Syntax.QUANTITY.accepts(memory)
                && Quantities.bytes(memory) < Quantities.bytes(ResourceAmounts.LEAST_MEMORY)) {
            String message = Quoted.of(memory) + " is too little for a pod to run";
            String advice = "give it at least " + ResourceAmounts.LEAST_MEMORY;
            problems.add(Problem.at(RESOURCES + side + ".memory", message, advice));
        }
    }

    private void requestsAreWithinLimits(PodResources resources) {
        ResourceAmounts requests = resources.requests();
        ResourceAmounts limits = resources.limits();
        if (requests != null && limits != null) {
            isWithin("cpu", requests.cpu(), limits.cpu(), Syntax.CPU, Quantities::cpus);
            isWithin(
                    "memory",
                    requests.memory(),
                    limits.memory(),
                    Syntax.QUANTITY,
                    memory -> BigDecimal.valueOf(Quantities.bytes(memory)));
        }
    }

    private void isWithin(
            String what,
            @Nullable String request,
            @Nullable String limit,
            Syntax syntax,
            Function<String, BigDecimal> amount) {
        if (request != null
                && limit != null
                && syntax.accepts(request)
                && syntax.accepts(limit)
                && amount.apply(request).compareTo(amount.apply(limit)) > 0) {
            String message = Quoted.of(request) + " is more than the limit, which is " + limit;
            problems.add(Problem.at(RESOURCES + "requests." + what, message, "lower it, or raise the limit"));
        }
    }
}
