package dev.weir.dataplane.kafka.web.read;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Lane;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.wire.relay.RelayCalls;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** What upstream says of how topics are kept and what they take, as far as web clients care; asked once in a while. */
final class TopicConfigurations {
    private static final List<String> NAMES = List.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.RETENTION_MS_CONFIG,
            TopicConfig.RETENTION_BYTES_CONFIG,
            TopicConfig.DELETE_RETENTION_MS_CONFIG,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int TOPICS_MAX = 10_000;

    private final RelayCalls calls;
    private final Cache<Uuid, CompletableFuture<Map<String, String>>> known = Caffeine.newBuilder()
            .maximumSize(TOPICS_MAX)
            .expireAfterWrite(KEPT)
            .executor(Runnable::run)
            .build();

    TopicConfigurations(RelayCalls calls) {
        this.calls = calls;
    }

    /** Values by their names; none where they may not be told. */
    Future<Map<String, String>> of(Topic topic) {
        CompletableFuture<Map<String, String>> answer = known.get(topic.id(), id -> ask(topic));
        if (answer.isCompletedExceptionally()) {
            known.asMap().remove(topic.id(), answer);
        }
        return answer;
    }

    private CompletableFuture<Map<String, String>> ask(Topic topic) {
        short version =
                calls.version(topic.upstream(), ApiKeys.DESCRIBE_CONFIGS, ApiKeys.DESCRIBE_CONFIGS.latestVersion());
        var request = new DescribeConfigsRequestData()
                .setResources(List.of(new DescribeConfigsResource()
                        .setResourceType(ConfigResource.Type.TOPIC.id())
                        .setResourceName(topic.name())
                        .setConfigurationKeys(NAMES)));
        return calls.call(
                        topic.upstream(),
                        new Destination.Any(),
                        new Lane.Shared(hashCode()),
                        version,
                        request,
                        DescribeConfigsResponseData.class,
                        TIMEOUT)
                .thenApply(TopicConfigurations::values);
    }

    private static Map<String, String> values(DescribeConfigsResponseData response) {
        var values = new TreeMap<String, String>();
        response.results().stream()
                .flatMap(result -> result.configs().stream())
                .filter(config -> config.value() != null && NAMES.contains(config.name()))
                .forEach(config -> values.put(config.name(), config.value()));
        return Collections.unmodifiableMap(values);
    }
}
