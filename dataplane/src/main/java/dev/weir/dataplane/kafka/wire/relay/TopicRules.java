package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * Requests about topics and configurations go to the upstream that the routes name; its brokers take them to their
 * controller themselves. What they change is looked at again at once.
 *
 * @param subject what an item is about
 * @param changes whether the request changes topics
 */
record TopicRules<Q, R, I>(
        Upstreams upstreams, Function<I, Subject> subject, Function<Q, ? extends Iterable<I>> items, boolean changes)
        implements SplitRelay.Rules<Q, R, I> {

    /** What a part of an administrative request is about. */
    sealed interface Subject {
        record TopicName(String name) implements Subject {}

        record TopicId(org.apache.kafka.common.Uuid id) implements Subject {}

        record Resource(byte type, String name) implements Subject {}
    }

    @Override
    public Route route(Q request, I item) {
        return switch (subject.apply(item)) {
            case Subject.TopicName(String name) -> topic(name);
            case Subject.TopicId(var id) -> {
                Topic topic = upstreams.topology().topic(id);
                yield topic == null
                        ? new Route.Refused(Errors.UNKNOWN_TOPIC_ID, "There is no topic of that id here.")
                        : any(topic.upstream());
            }
            case Subject.Resource(byte type, String name) -> resource(ConfigResource.Type.forId(type), name);
        };
    }

    private Route topic(String name) {
        String upstream = upstreams.upstreamOf(name);
        if (upstream != null) {
            return any(upstream);
        }
        return changes
                ? new Route.Refused(Errors.POLICY_VIOLATION, "No route takes the topic, so it cannot exist here.")
                : new Route.Refused(Errors.UNKNOWN_TOPIC_OR_PARTITION, "No route takes the topic.");
    }

    /**
     * A pod is no broker: it has no broker's settings, and must not pass off those of some broker upstream as its own.
     */
    private Route resource(ConfigResource.Type type, String name) {
        return switch (type) {
            case TOPIC -> topic(name);
            case BROKER, BROKER_LOGGER ->
                new Route.Refused(
                        Errors.INVALID_REQUEST,
                        "The brokers seen here are pods of a cache; ask the upstream cluster for broker settings.");
            default -> home().any();
        };
    }

    private static Route.To any(String upstream) {
        return new Route.To(upstream, new Destination.Any());
    }

    @Override
    public Home home() {
        return new Home(upstreams);
    }

    @Override
    public boolean inspect(Route.To from, Q request, R response, Errors error) {
        if (changes) {
            Set<String> names = new HashSet<>();
            for (I item : items.apply(request)) {
                String name = name(subject.apply(item));
                if (name != null) {
                    names.add(name);
                }
            }
            upstreams.refresh(names, false);
        }
        return false;
    }

    private @Nullable String name(Subject about) {
        return switch (about) {
            case Subject.TopicName(String name) -> name;
            case Subject.TopicId(var id) -> {
                Topic topic = upstreams.topology().topic(id);
                yield topic == null ? null : topic.name();
            }
            case Subject.Resource resource ->
                resource.type() == ConfigResource.Type.TOPIC.id() ? resource.name() : null;
        };
    }
}
