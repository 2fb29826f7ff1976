package dev.weir.dataplane.kafka.web.access;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which scopes topics ask for: those of the first route that takes the topic, and where that says none, the usual ones.
 *
 * @param usual of topics of which no route says others
 */
public record ScopeRules(List<OfRoute> routes, Needed usual) {
    /** Nobody needs any. */
    public static final ScopeRules NONE = new ScopeRules(List.of(), new Needed(null, null));

    /** The scopes that are needed; null where none is. */
    public record Needed(@Nullable String read, @Nullable String write) {
        private @Nullable String to(Right right) {
            return right == Right.READ ? read : write;
        }
    }

    /**
     * What a route says.
     *
     * @param takes whether a topic takes this route
     */
    public record OfRoute(Predicate<String> takes, Needed needed) {}

    public ScopeRules {
        routes = List.copyOf(routes);
    }

    /** What is needed for a topic, or null when whoever is let in may do it. */
    @Nullable
    String needed(Right right, String topic) {
        for (OfRoute route : routes) {
            if (route.takes().test(topic)) {
                String own = route.needed().to(right);
                return own == null ? usual.to(right) : own;
            }
        }
        return usual.to(right);
    }
}
