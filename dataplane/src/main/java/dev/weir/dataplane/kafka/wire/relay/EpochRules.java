package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.log.EpochEnd;
import dev.weir.dataplane.kafka.log.PartitionLog;
import dev.weir.dataplane.kafka.upstream.CachedPartition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;
import org.apache.kafka.common.protocol.Errors;

/**
 * OffsetForLeaderEpoch, by which clients find out whether what they read has been truncated (KIP-320). Epochs that are
 * over are known here. Where the present one ends is for the leader to say: a copy that lags would make its clients
 * believe that records which are only not here yet have been lost.
 */
record EpochRules(OffsetRules offsets, Home home)
        implements SplitRelay.Rules<
                OffsetForLeaderEpochRequestData, OffsetForLeaderEpochResponseData, OffsetSplits.Epoch> {

    @Override
    public Route route(OffsetForLeaderEpochRequestData request, OffsetSplits.Epoch item) {
        Route refusal = offsets.refusal(item.partition(), item.data().currentLeaderEpoch());
        if (refusal != null) {
            return refusal;
        }
        CachedPartition cached = offsets.copy(item.partition());
        boolean over = cached != null
                && OffsetRules.isWhole(cached)
                && item.data().leaderEpoch() < cached.log().latestEpoch().orElse(-1);
        return over ? new Route.Here() : offsets.leader(item.partition());
    }

    @Override
    public Duration timeout(OffsetForLeaderEpochRequestData request) {
        return Timeouts.SHORT;
    }

    @Override
    public Errors unanswered(boolean notSent) {
        return Errors.LEADER_NOT_AVAILABLE;
    }

    @Override
    public boolean inspect(
            Route.To from,
            OffsetForLeaderEpochRequestData request,
            OffsetForLeaderEpochResponseData response,
            Errors error) {
        for (OffsetSplits.Epoch item : OffsetSplits.items(request)) {
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
    public CompletableFuture<OffsetForLeaderEpochResponseData> instead(OffsetForLeaderEpochRequestData part) {
        return here(part);
    }

    @Override
    public CompletableFuture<OffsetForLeaderEpochResponseData> here(OffsetForLeaderEpochRequestData part) {
        var response = new OffsetForLeaderEpochResponseData();
        for (OffsetSplits.Epoch item : OffsetSplits.items(part)) {
            OffsetForLeaderTopicResult topic =
                    response.topics().find(item.partition().topic());
            if (topic == null) {
                topic = new OffsetForLeaderTopicResult()
                        .setTopic(item.partition().topic());
                response.topics().add(topic);
            }
            topic.partitions().add(answer(item.partition(), item.data()));
        }
        return CompletableFuture.completedFuture(response);
    }

    private EpochEndOffset answer(TopicPartition name, OffsetForLeaderPartition asked) {
        var answer = new EpochEndOffset().setPartition(asked.partition());
        CachedPartition cached = offsets.copy(name);
        if (cached == null) {
            return answer.setErrorCode(Errors.LEADER_NOT_AVAILABLE.code());
        }
        PartitionLog log = cached.log();
        EpochEnd end = log.endOffsetForEpoch(asked.leaderEpoch());
        boolean present = end.leaderEpoch() == log.latestEpoch().orElse(-1);
        long offset = present ? Math.max(end.endOffset(), cached.upstream().endOffset()) : end.endOffset();
        return answer.setLeaderEpoch(end.leaderEpoch()).setEndOffset(offset);
    }
}
