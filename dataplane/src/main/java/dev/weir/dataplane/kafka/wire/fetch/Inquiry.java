package dev.weir.dataplane.kafka.wire.fetch;

import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Lane;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.wire.relay.RelayCalls;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.jspecify.annotations.Nullable;

/** Asks upstream what a fetch cannot know from what is here. */
final class Inquiry {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final short LIST_OFFSETS_VERSION_MAX = 7;

    private final Upstreams upstreams;
    private final RelayCalls calls;
    private final ReadThrough readThrough;

    Inquiry(Upstreams upstreams, RelayCalls calls, ReadThrough readThrough) {
        this.upstreams = upstreams;
        this.calls = calls;
        this.readThrough = readThrough;
    }

    /** Gives the outcome for the partition, or null when it is to be looked at again; does not fail. */
    CompletableFuture<@Nullable Outcome> ask(Question question, FetchedPartition wanted, FetchTerms terms) {
        Topic topic = topic(wanted.key());
        if (topic == null) {
            return CompletableFuture.completedFuture(null);
        }
        var partition = new TopicPartition(topic.name(), wanted.key().partition());
        return switch (question) {
            case READ_THROUGH -> readThrough.read(topic, partition, wanted, terms);
            case WHERE_IT_ENDS -> whereItEnds(topic, partition, wanted, terms);
            case LEADER_EPOCH -> upstreams.refresh(Set.of(topic.name()), false).handle((topology, failure) -> null);
        };
    }

    private @Nullable Topic topic(FetchedPartition.Key key) {
        return key.topicId().equals(Uuid.ZERO_UUID)
                ? upstreams.topology().topic(key.topic())
                : upstreams.topology().topic(key.topicId());
    }

    private CompletableFuture<@Nullable Outcome> whereItEnds(
            Topic topic, TopicPartition partition, FetchedPartition wanted, FetchTerms terms) {
        short version = calls.version(topic.upstream(), ApiKeys.LIST_OFFSETS, LIST_OFFSETS_VERSION_MAX);
        var request = new ListOffsetsRequestData()
                .setReplicaId(-1)
                .setTopics(List.of(new ListOffsetsTopic()
                        .setName(partition.topic())
                        .setPartitions(List.of(new ListOffsetsPartition()
                                .setPartitionIndex(partition.partition())
                                .setTimestamp(ListOffsetsRequest.LATEST_TIMESTAMP)))));
        return calls.call(
                        topic.upstream(),
                        new Destination.LeaderOf(partition),
                        new Lane.Shared(terms.client().hashCode()),
                        version,
                        request,
                        ListOffsetsResponseData.class,
                        TIMEOUT)
                .handle((response, failure) -> failure == null && endsBelow(response, wanted.offset())
                        ? new Outcome.Failed(Errors.OFFSET_OUT_OF_RANGE, null)
                        : null);
    }

    private static boolean endsBelow(ListOffsetsResponseData response, long offset) {
        ListOffsetsPartitionResponse answer =
                response.topics().getFirst().partitions().getFirst();
        return answer.errorCode() == Errors.NONE.code() && answer.offset() < offset;
    }
}
