package dev.weir.dataplane.kafka.web.write;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Lane;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.wire.relay.RelayCalls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** How long a message of a topic may be, asked once in a while, so that nobody sends what would be refused. */
final class TopicSizes {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int TOPICS_MAX = 10_000;

    private final RelayCalls calls;
    private final Cache<Uuid, CompletableFuture<Long>> known = Caffeine.newBuilder()
            .maximumSize(TOPICS_MAX)
            .expireAfterWrite(KEPT)
            .executor(Runnable::run)
            .build();

    TopicSizes(Upstreams upstreams) {
        this.calls = new RelayCalls(upstreams.relay());
    }

    /** As upstream says; as much as anybody likes where it does not say, as it has the last word anyway. */
    long bytesMax(Topic topic) throws InterruptedException {
        CompletableFuture<Long> answer = known.get(topic.id(), id -> ask(topic));
        try {
            return answer.get();
        } catch (ExecutionException e) {
            known.asMap().remove(topic.id(), answer);
            return Long.MAX_VALUE;
        }
    }

    private CompletableFuture<Long> ask(Topic topic) {
        short version =
                calls.version(topic.upstream(), ApiKeys.DESCRIBE_CONFIGS, ApiKeys.DESCRIBE_CONFIGS.latestVersion());
        var request = new DescribeConfigsRequestData()
                .setResources(List.of(new DescribeConfigsResource()
                        .setResourceType(ConfigResource.Type.TOPIC.id())
                        .setResourceName(topic.name())
                        .setConfigurationKeys(List.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG))));
        return calls.call(
                        topic.upstream(),
                        new Destination.Any(),
                        new Lane.Shared(hashCode()),
                        version,
                        request,
                        DescribeConfigsResponseData.class,
                        TIMEOUT)
                .thenApply(response -> response.results().stream()
                        .flatMap(result -> result.configs().stream())
                        .map(config -> Long.parseLong(config.value()))
                        .findFirst()
                        .orElse(Long.MAX_VALUE));
    }
}
