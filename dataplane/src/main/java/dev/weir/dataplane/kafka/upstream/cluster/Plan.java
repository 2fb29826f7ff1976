package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.api.DefaultOffset;
import dev.weir.api.Glob;
import dev.weir.api.KafkaCacheBindingSpec;
import dev.weir.api.Quantities;
import dev.weir.api.Retention;
import dev.weir.api.TopicOptions;
import dev.weir.dataplane.kafka.log.TopicSettings;
import dev.weir.dataplane.kafka.upstream.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a document says of topics. */
record Plan(Routes routes, List<Glob> bootstrap, List<Options> options) {
    static final Plan NOTHING = new Plan(new Routes(List.of(), null), List.of(), List.of());

    record Options(Glob topics, TopicOptions options) {}

    static Plan of(KafkaCacheBindingSpec spec) {
        return new Plan(
                Routes.of(spec),
                spec.bootstrap().stream().map(Glob::of).toList(),
                spec.topics().stream()
                        .map(one -> new Options(Glob.of(one.name()), one))
                        .toList());
    }

    /** Whether a topic is followed before anyone asks; one of Kafka's own only when it is named in full. */
    boolean bootstraps(Topic topic) {
        return bootstrap.stream()
                .anyMatch(glob -> glob.matches(topic.name()) && (glob.isLiteral() || !topic.internal()));
    }

    boolean fromEarliest(String topic) {
        return options(topic)
                .map(one -> one.defaultOffset() == DefaultOffset.HISTORICAL)
                .orElse(true);
    }

    TopicSettings adjusted(String topic, TopicSettings own) {
        Optional<TopicOptions> found = options(topic);
        Retention retention = found.map(TopicOptions::retention).orElse(null);
        Duration time = retention == null || retention.time() == null ? null : Quantities.duration(retention.time());
        Long bytes = retention == null || retention.bytes() == null ? null : Quantities.bytes(retention.bytes());
        return own.withRetention(time, bytes)
                .withEagerCompaction(found.map(TopicOptions::conflate).orElse(true));
    }

    private Optional<TopicOptions> options(String topic) {
        return options.stream()
                .filter(one -> one.topics.matches(topic))
                .map(Options::options)
                .findFirst();
    }
}
