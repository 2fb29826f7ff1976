package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.log.TopicSettings;
import dev.weir.dataplane.kafka.upstream.connection.ControlCalls;
import dev.weir.dataplane.kafka.upstream.connection.MessageCall;
import dev.weir.dataplane.kafka.upstream.connection.NetworkThread;
import dev.weir.dataplane.logging.LogKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configurations of the topics that are followed, asked for when they are new and again from time to time. */
final class TopicConfigs {
    private static final Logger log = LoggerFactory.getLogger(TopicConfigs.class);
    private static final int TOPICS_PER_REQUEST = 500;
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Where the configuration may not be read: nothing is deleted but what upstream deletes. */
    private static final TopicSettings KEEP = TopicSettings.of(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));

    private final NetworkThread thread;
    private final ControlCalls calls;
    private final Duration interval;
    private final BiConsumer<String, TopicSettings> changed;
    private final Map<String, TopicSettings> known = new HashMap<>();
    private Set<String> needed = Set.of();
    private boolean asking;
    private NetworkThread.@Nullable Timer next;

    TopicConfigs(
            NetworkThread thread, ControlCalls calls, Duration interval, BiConsumer<String, TopicSettings> changed) {
        this.thread = thread;
        this.calls = calls;
        this.interval = interval;
        this.changed = changed;
    }

    /** As upstream has them, or null while that is not known. */
    @Nullable
    TopicSettings of(String topic) {
        return known.get(topic);
    }

    /** These topics are followed; asks at once for those not known yet. */
    void need(Set<String> topics) {
        needed = Set.copyOf(topics);
        known.keySet().retainAll(needed);
        if (!asking && (next == null || !known.keySet().containsAll(needed))) {
            askAfter(Duration.ZERO);
        }
    }

    /** The topic is gone; another one of its name has a configuration of its own. */
    void forget(String topic) {
        known.remove(topic);
    }

    private void askAfter(Duration delay) {
        if (next != null) {
            next.cancel();
        }
        next = thread.schedule(delay, () -> {
            next = null;
            ask(new ArrayList<>(needed));
        });
    }

    private void ask(List<String> topics) {
        Optional<Node> node = calls.connections().best(one -> one.id() >= 0);
        if (topics.isEmpty() || node.isEmpty()) {
            asking = false;
            askAfter(topics.isEmpty() ? interval : RETRY);
            return;
        }
        asking = true;
        List<String> some = topics.subList(0, Math.min(topics.size(), TOPICS_PER_REQUEST));
        List<String> rest = topics.subList(some.size(), topics.size());
        calls.ask(
                node.get().id(),
                request(some),
                DescribeConfigsResponseData.class,
                answer -> {
                    answer.results().forEach(this::take);
                    askRest(rest);
                },
                failure -> {
                    asking = false;
                    askAfter(RETRY);
                });
    }

    private void askRest(List<String> rest) {
        if (!rest.isEmpty()) {
            ask(rest);
            return;
        }
        asking = false;
        // some may have come while the others were being asked for
        askAfter(known.keySet().containsAll(needed) ? interval : RETRY);
    }

    private static MessageCall.Request request(List<String> topics) {
        var resources = topics.stream()
                .map(topic -> new DescribeConfigsResource()
                        .setResourceType(ConfigResource.Type.TOPIC.id())
                        .setResourceName(topic)
                        .setConfigurationKeys(null))
                .toList();
        return new MessageCall.Request(
                ApiKeys.DESCRIBE_CONFIGS,
                ApiKeys.DESCRIBE_CONFIGS.oldestVersion(),
                ApiKeys.DESCRIBE_CONFIGS.latestVersion(),
                version -> new DescribeConfigsRequestData().setResources(resources));
    }

    private void take(DescribeConfigsResult result) {
        String topic = result.resourceName();
        Errors error = Errors.forCode(result.errorCode());
        if (!needed.contains(topic) || error == Errors.UNKNOWN_TOPIC_OR_PARTITION) {
            return;
        }
        if (error != Errors.NONE) {
            notKnown(topic, error);
            return;
        }
        Map<String, String> values = new HashMap<>();
        for (DescribeConfigsResourceResult one : result.configs()) {
            if (one.value() != null) {
                values.put(one.name(), one.value());
            }
        }
        TopicSettings settings = TopicSettings.of(values);
        if (!settings.equals(known.put(topic, settings))) {
            settings.problems().forEach(problem -> warn(topic, problem));
            changed.accept(topic, settings);
        }
    }

    private void notKnown(String topic, Errors error) {
        if (known.putIfAbsent(topic, KEEP) == null) {
            warn(
                    topic,
                    "its configuration cannot be read, so nothing is deleted here but what upstream deletes: "
                            + error.message());
            changed.accept(topic, KEEP);
        }
    }

    private static void warn(String topic, String reason) {
        log.atWarn()
                .addKeyValue(LogKey.TOPIC, topic)
                .addKeyValue(LogKey.REASON, reason)
                .log("A topic's settings are not all honoured");
    }
}
