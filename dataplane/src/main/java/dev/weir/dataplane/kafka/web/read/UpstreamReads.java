package dev.weir.dataplane.kafka.web.read;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Lane;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.wire.relay.RelayCalls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ListOffsetsRequest;

/**
 * Asks upstream for what is not held here. However many readers are at the same place, it is asked once. On threads
 * that may wait.
 */
final class UpstreamReads {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final short LIST_OFFSETS_VERSION_MAX = 7;
    private static final int FETCH_BYTES = 256 * 1024;
    private static final int FETCHES_MAX = 64;
    private static final int OFFSETS_MAX = 10_000;

    /** For so long, what upstream said counts for others who ask the same. */
    static final Duration KEPT = Duration.ofMillis(500);

    private final Upstreams upstreams;
    private final RelayCalls calls;
    private final TopicConfigurations configurations;
    private final Cache<Place, CompletableFuture<PartitionData>> fetches = remembered(FETCHES_MAX);
    private final Cache<Place, CompletableFuture<Long>> offsets = remembered(OFFSETS_MAX);

    private record Place(TopicPartition partition, long at) {}

    UpstreamReads(Upstreams upstreams) {
        this.upstreams = upstreams;
        this.calls = new RelayCalls(upstreams.relay());
        this.configurations = new TopicConfigurations(calls);
    }

    private static <T> Cache<Place, CompletableFuture<T>> remembered(int max) {
        return Caffeine.newBuilder()
                .maximumSize(max)
                .expireAfterWrite(KEPT)
                .executor(Runnable::run)
                .build();
    }

    /** Committed records from the offset on; the partition's error is for the caller to look at. */
    PartitionData fetch(Topic topic, TopicPartition partition, long offset) throws ReadException {
        var place = new Place(partition, offset);
        return waitFor(topic, fetches.get(place, key -> fetchNow(topic, key)));
    }

    /**
     * Where the partition begins, {@link ListOffsetsRequest#EARLIEST_TIMESTAMP}, ends, or a time is; -1 for nowhere.
     */
    long offset(Topic topic, TopicPartition partition, long timestamp) throws ReadException {
        var place = new Place(partition, timestamp);
        return waitFor(topic, offsets.get(place, key -> listOffsets(topic, key)));
    }

    /** Behind the last record that is committed at this moment, whatever was said to others. */
    long endNow(Topic topic, TopicPartition partition) throws ReadException {
        return waitFor(topic, listOffsets(topic, new Place(partition, ListOffsetsRequest.LATEST_TIMESTAMP)));
    }

    /** How the topic is kept and what it takes, as far as that may be told. */
    Map<String, String> configuration(Topic topic) throws ReadException {
        return waitFor(topic, configurations.of(topic));
    }

    private static <T> T waitFor(Topic topic, Future<T> answer) throws ReadException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReadException(ReadException.Kind.UNAVAILABLE, "the data-plane is stopping");
        } catch (ExecutionException e) {
            throw new ReadException(
                    ReadException.Kind.UNAVAILABLE, "upstream " + topic.upstream() + " cannot be asked: " + reason(e));
        }
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }

    private CompletableFuture<PartitionData> fetchNow(Topic topic, Place place) {
        short version = calls.version(topic.upstream(), ApiKeys.FETCH, ApiKeys.FETCH.latestVersion());
        var request = new FetchRequestData()
                .setMaxWaitMs(0)
                .setMinBytes(0)
                .setMaxBytes(FETCH_BYTES)
                .setIsolationLevel(IsolationLevel.READ_COMMITTED.id())
                .setTopics(List.of(new FetchRequestData.FetchTopic()
                        .setTopic(topic.name())
                        .setTopicId(topic.id())
                        .setPartitions(List.of(new FetchRequestData.FetchPartition()
                                .setPartition(place.partition().partition())
                                .setFetchOffset(place.at())
                                .setPartitionMaxBytes(FETCH_BYTES)))));
        return calls.call(
                        topic.upstream(),
                        new Destination.LeaderOf(place.partition()),
                        new Lane.Shared(hashCode()),
                        version,
                        request,
                        FetchResponseData.class,
                        TIMEOUT)
                .thenApply(response -> {
                    PartitionData data = Errors.forCode(response.errorCode()) == Errors.NONE
                                    && !response.responses().isEmpty()
                            ? response.responses().getFirst().partitions().getFirst()
                            : new PartitionData().setErrorCode(response.errorCode());
                    return checked(topic, data, Errors.forCode(data.errorCode()));
                });
    }

    private CompletableFuture<Long> listOffsets(Topic topic, Place place) {
        short version = calls.version(topic.upstream(), ApiKeys.LIST_OFFSETS, LIST_OFFSETS_VERSION_MAX);
        var request = new ListOffsetsRequestData()
                .setReplicaId(ListOffsetsRequest.CONSUMER_REPLICA_ID)
                .setIsolationLevel(IsolationLevel.READ_COMMITTED.id())
                .setTopics(List.of(new ListOffsetsTopic()
                        .setName(topic.name())
                        .setPartitions(List.of(new ListOffsetsPartition()
                                .setPartitionIndex(place.partition().partition())
                                .setTimestamp(place.at())))));
        return calls.call(
                        topic.upstream(),
                        new Destination.LeaderOf(place.partition()),
                        new Lane.Shared(hashCode()),
                        version,
                        request,
                        ListOffsetsResponseData.class,
                        TIMEOUT)
                .thenApply(response -> {
                    ListOffsetsPartitionResponse answer =
                            response.topics().getFirst().partitions().getFirst();
                    return checked(topic, answer, Errors.forCode(answer.errorCode()))
                            .offset();
                });
    }

    /** Out of range is an answer; all else that is wrong passes, when metadata is asked for anew at the latest. */
    private <T> T checked(Topic topic, T answer, Errors error) {
        if (error == Errors.NONE || error == Errors.OFFSET_OUT_OF_RANGE) {
            return answer;
        }
        upstreams.refresh(Set.of(topic.name()), false);
        throw error.exception();
    }
}
