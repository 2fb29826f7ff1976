package dev.weir.dataplane.kafka.wire.fetch;

import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Lane;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.wire.frame.MemoryBudget;
import dev.weir.dataplane.kafka.wire.relay.RelayCalls;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchResponse;
import org.jspecify.annotations.Nullable;

/**
 * Reads from upstream what is not here: below where the copy begins, while the copy cannot be read, or before there is
 * one. Each read is of one partition and a bounded size, and they are bounded together until their clients have them.
 */
final class ReadThrough {
    private static final int BYTES_MAX = 1024 * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Upstreams upstreams;
    private final RelayCalls calls;
    private final MemoryBudget memory;

    ReadThrough(Upstreams upstreams, RelayCalls calls, MemoryBudget memory) {
        this.upstreams = upstreams;
        this.calls = calls;
        this.memory = memory;
    }

    CompletableFuture<@Nullable Outcome> read(
            Topic topic, TopicPartition partition, FetchedPartition wanted, FetchTerms terms) {
        int bytes = Math.clamp(wanted.bytesMax(), 1, BYTES_MAX);
        var granted = new CompletableFuture<@Nullable Void>();
        MemoryBudget.Waiter waiter = memory.take(bytes, () -> granted.complete(null));
        if (waiter == null) {
            granted.complete(null);
        } else {
            granted.orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
        return granted.thenCompose(now -> fetch(topic, partition, wanted, terms, bytes))
                .handle((response, failure) -> {
                    Outcome outcome = response == null ? unavailable() : outcome(topic, partition, response, bytes);
                    if (granted.isCompletedExceptionally() && waiter != null) {
                        waiter.cancel();
                    } else if (!(outcome instanceof Outcome.ReadThrough)) {
                        memory.release(bytes);
                    }
                    return outcome;
                });
    }

    private CompletableFuture<FetchResponseData> fetch(
            Topic topic, TopicPartition partition, FetchedPartition wanted, FetchTerms terms, int bytes) {
        short version = calls.version(topic.upstream(), ApiKeys.FETCH, ApiKeys.FETCH.latestVersion());
        var request = new FetchRequestData()
                .setMaxWaitMs(0)
                .setMinBytes(0)
                .setMaxBytes(bytes)
                .setIsolationLevel(terms.isolation().id())
                .setTopics(List.of(new FetchRequestData.FetchTopic()
                        .setTopic(topic.name())
                        .setTopicId(topic.id())
                        .setPartitions(List.of(new FetchRequestData.FetchPartition()
                                .setPartition(partition.partition())
                                .setFetchOffset(wanted.offset())
                                .setPartitionMaxBytes(bytes)))));
        return calls.call(
                topic.upstream(),
                new Destination.LeaderOf(partition),
                new Lane.Shared(terms.client().hashCode()),
                version,
                request,
                FetchResponseData.class,
                TIMEOUT);
    }

    private Outcome outcome(Topic topic, TopicPartition partition, FetchResponseData response, int bytes) {
        if (response.errorCode() != Errors.NONE.code() || response.responses().isEmpty()) {
            return unavailable();
        }
        FetchResponseData.PartitionData answer =
                response.responses().getFirst().partitions().getFirst();
        return switch (Errors.forCode(answer.errorCode())) {
            case NONE -> {
                if (FetchResponse.recordsSize(answer) > 0) {
                    yield new Outcome.ReadThrough(partition, answer, () -> memory.release(bytes));
                }
                var bounds =
                        new Outcome.Bounds(answer.logStartOffset(), answer.highWatermark(), answer.lastStableOffset());
                yield new Outcome.Nothing(partition, bounds, Errors.NONE);
            }
            case NOT_LEADER_OR_FOLLOWER, FENCED_LEADER_EPOCH, UNKNOWN_LEADER_EPOCH, UNKNOWN_TOPIC_ID -> {
                upstreams.refresh(Set.of(topic.name()), false);
                yield unavailable();
            }
            default -> new Outcome.Failed(Errors.forCode(answer.errorCode()), null);
        };
    }

    /** Retried by clients, without a reset of their position. */
    private static Outcome unavailable() {
        return new Outcome.Nothing(null, Outcome.Bounds.UNKNOWN, Errors.OFFSET_NOT_AVAILABLE);
    }
}
