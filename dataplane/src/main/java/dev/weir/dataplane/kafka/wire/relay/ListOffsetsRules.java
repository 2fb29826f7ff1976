package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.log.LogException;
import dev.weir.dataplane.kafka.log.PartitionLog;
import dev.weir.dataplane.kafka.log.PartitionState;
import dev.weir.dataplane.kafka.log.TimedOffset;
import dev.weir.dataplane.kafka.upstream.CachedPartition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ListOffsetsRequest;

/**
 * ListOffsets: the earliest offset is upstream's, the latest is what this pod can serve once it has caught up, and a
 * timestamp is looked up here when the copy is whole. Everything else is for the leader to say, and, while upstream is
 * away, for the copy as well as it can.
 *
 * @param disk where logs are searched: that reads, and perhaps decompresses
 */
record ListOffsetsRules(OffsetRules offsets, Home home, Executor disk)
        implements SplitRelay.Rules<ListOffsetsRequestData, ListOffsetsResponseData, OffsetSplits.Listed> {
    /** Clients of before KIP-320, such as librdkafka until 2.0, are told no epochs. */
    private static final short VERSION_WITH_EPOCHS = 4;

    @Override
    public Route route(ListOffsetsRequestData request, OffsetSplits.Listed item) {
        Route refusal = offsets.refusal(item.partition(), item.data().currentLeaderEpoch());
        if (refusal != null) {
            return refusal;
        }
        CachedPartition cached = offsets.copy(item.partition());
        return cached != null && isKnown(cached, item.data().timestamp())
                ? new Route.Here()
                : offsets.leader(item.partition());
    }

    private static boolean isKnown(CachedPartition cached, long timestamp) {
        if (timestamp == ListOffsetsRequest.EARLIEST_TIMESTAMP) {
            return cached.upstream().startOffset() >= 0;
        }
        if (timestamp == ListOffsetsRequest.LATEST_TIMESTAMP) {
            return cached.warm() && cached.log().state() instanceof PartitionState.Online;
        }
        return (timestamp >= 0 || timestamp == ListOffsetsRequest.MAX_TIMESTAMP)
                && OffsetRules.isWhole(cached)
                && cached.log().highWatermark() >= cached.upstream().endOffset();
    }

    @Override
    public Duration timeout(ListOffsetsRequestData request) {
        return Timeouts.SHORT;
    }

    @Override
    public Errors unanswered(boolean notSent) {
        return Errors.LEADER_NOT_AVAILABLE;
    }

    @Override
    public boolean inspect(
            Route.To from, ListOffsetsRequestData request, ListOffsetsResponseData response, Errors error) {
        for (OffsetSplits.Listed item : OffsetSplits.items(request)) {
            offsets.leaders()
                    .heard(
                            error,
                            offsets.upstreams()
                                    .topology()
                                    .topic(item.partition().topic()));
        }
        return false;
    }

    @Override
    public void fit(ListOffsetsResponseData response, short version) {
        if (version < VERSION_WITH_EPOCHS) {
            response.topics().forEach(topic -> topic.partitions().forEach(each -> each.setLeaderEpoch(-1)));
        }
    }

    @Override
    public CompletableFuture<ListOffsetsResponseData> instead(ListOffsetsRequestData part) {
        return here(part);
    }

    @Override
    public CompletableFuture<ListOffsetsResponseData> here(ListOffsetsRequestData part) {
        boolean search = OffsetSplits.items(part).stream()
                .anyMatch(item ->
                        item.data().timestamp() >= 0 || item.data().timestamp() == ListOffsetsRequest.MAX_TIMESTAMP);
        return search
                ? CompletableFuture.supplyAsync(() -> answer(part), disk)
                : CompletableFuture.completedFuture(answer(part));
    }

    private ListOffsetsResponseData answer(ListOffsetsRequestData part) {
        IsolationLevel isolation = part.isolationLevel() == IsolationLevel.READ_COMMITTED.id()
                ? IsolationLevel.READ_COMMITTED
                : IsolationLevel.READ_UNCOMMITTED;
        Map<String, ListOffsetsTopicResponse> topics = new LinkedHashMap<>();
        for (OffsetSplits.Listed item : OffsetSplits.items(part)) {
            topics.computeIfAbsent(item.partition().topic(), name -> new ListOffsetsTopicResponse().setName(name))
                    .partitions()
                    .add(answer(item.partition(), item.data(), isolation));
        }
        return new ListOffsetsResponseData().setTopics(List.copyOf(topics.values()));
    }

    private ListOffsetsPartitionResponse answer(
            TopicPartition name, ListOffsetsPartition asked, IsolationLevel isolation) {
        var answer = new ListOffsetsPartitionResponse().setPartitionIndex(asked.partitionIndex());
        CachedPartition cached = offsets.copy(name);
        if (cached == null) {
            return answer.setErrorCode(Errors.LEADER_NOT_AVAILABLE.code());
        }
        PartitionLog log = cached.log();
        long timestamp = asked.timestamp();
        if (timestamp == ListOffsetsRequest.LATEST_TIMESTAMP) {
            long latest = isolation == IsolationLevel.READ_COMMITTED ? log.lastStableOffset() : log.highWatermark();
            return answer.setOffset(latest).setLeaderEpoch(log.latestEpoch().orElse(-1));
        }
        if (timestamp == ListOffsetsRequest.EARLIEST_TIMESTAMP
                || timestamp == ListOffsetsRequest.EARLIEST_LOCAL_TIMESTAMP) {
            long start = cached.upstream().startOffset();
            return answer.setOffset(start >= 0 ? start : log.startOffset());
        }
        if (timestamp < ListOffsetsRequest.MAX_TIMESTAMP) {
            return answer.setErrorCode(Errors.LEADER_NOT_AVAILABLE.code());
        }
        try {
            return log.offsetForTimestamp(timestamp, isolation)
                    .map(found -> found(answer, found))
                    .orElse(answer);
        } catch (LogException e) {
            return answer.setErrorCode(Errors.KAFKA_STORAGE_ERROR.code());
        }
    }

    private static ListOffsetsPartitionResponse found(ListOffsetsPartitionResponse answer, TimedOffset found) {
        return answer.setOffset(found.offset())
                .setTimestamp(found.timestamp())
                .setLeaderEpoch(found.leaderEpoch().orElse(-1));
    }
}
