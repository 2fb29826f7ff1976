package dev.weir.dataplane.kafka.wire.fetch;

import dev.weir.dataplane.kafka.log.Slice;
import dev.weir.dataplane.kafka.wire.frame.FileSlice;
import dev.weir.dataplane.kafka.wire.frame.Reply;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.EpochEndOffset;
import org.apache.kafka.common.message.FetchResponseData.LeaderIdAndEpoch;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.FetchResponse;

/** Puts what was found into the words of the protocol. Stateless, any thread. */
final class FetchAnswers {
    /** Clients that fetch with a lower version are not told of leaders and divergence. */
    private static final short LEADER_VERSION = 12;

    private FetchAnswers() {}

    /**
     * One partition's part of the response.
     *
     * @param waitOver nothing has come until the end of the wait
     */
    static PartitionData of(FetchedPartition partition, Outcome outcome, short version, boolean waitOver) {
        int index = partition.key().partition();
        return switch (outcome) {
            case Outcome.Here(TopicPartition name, Slice slice, Outcome.Bounds bounds) ->
                empty(index, bounds)
                        .setRecords(new FileSlice(slice.channel(), slice.position(), slice.length(), slice::release))
                        .setAbortedTransactions(slice.abortedTransactions().orElse(null));
            case Outcome.ReadThrough through -> through.answer().setPreferredReadReplica(-1);
            case Outcome.Nothing nothing ->
                waitOver && nothing.inTheEnd() != Errors.NONE
                        ? FetchResponse.partitionResponse(index, nothing.inTheEnd())
                        : empty(index, nothing.bounds());
            case Outcome.Failed failed -> failed(index, failed, version);
            case Outcome.Preferred preferred ->
                empty(index, preferred.bounds())
                        .setPreferredReadReplica(preferred.pod().ordinal());
            case Outcome.Diverged diverged -> diverged(index, diverged, version);
            case Outcome.Ask ask -> empty(index, Outcome.Bounds.UNKNOWN);
        };
    }

    private static PartitionData empty(int index, Outcome.Bounds bounds) {
        return new PartitionData()
                .setPartitionIndex(index)
                .setHighWatermark(bounds.highWatermark())
                .setLastStableOffset(bounds.lastStable())
                .setLogStartOffset(bounds.start())
                .setAbortedTransactions(null)
                .setRecords(MemoryRecords.EMPTY);
    }

    private static PartitionData failed(int index, Outcome.Failed failed, short version) {
        PartitionData answer = FetchResponse.partitionResponse(index, failed.error());
        Outcome.Leader leader = failed.leader();
        if (leader != null && version >= LEADER_VERSION) {
            answer.setCurrentLeader(
                    new LeaderIdAndEpoch().setLeaderId(leader.pod().ordinal()).setLeaderEpoch(leader.epoch()));
        }
        return answer;
    }

    private static PartitionData diverged(int index, Outcome.Diverged diverged, short version) {
        if (version < LEADER_VERSION) {
            return FetchResponse.partitionResponse(index, Errors.OFFSET_OUT_OF_RANGE);
        }
        return empty(index, diverged.bounds())
                .setDivergingEpoch(new EpochEndOffset()
                        .setEpoch(diverged.end().leaderEpoch())
                        .setEndOffset(diverged.end().endOffset()));
    }

    /** The response; neighbours of the same topic share an entry. */
    static FetchResponseData response(int sessionId, List<FetchedPartition> partitions, List<PartitionData> answers) {
        var response = new FetchResponseData().setSessionId(sessionId);
        FetchResponseData.FetchableTopicResponse topic = null;
        for (int i = 0; i < answers.size(); i++) {
            FetchedPartition.Key key = partitions.get(i).key();
            if (topic == null
                    || !topic.topicId().equals(key.topicId())
                    || !topic.topic().equals(key.topic())) {
                topic = new FetchResponseData.FetchableTopicResponse()
                        .setTopic(key.topic())
                        .setTopicId(key.topicId());
                response.responses().add(topic);
            }
            topic.partitions().add(answers.get(i));
        }
        return response;
    }

    /** The response to a client whose session is not known. */
    static Reply refused(Errors error) {
        return Reply.of(new FetchResponseData().setErrorCode(error.code()), error);
    }

    /** The first error that a response tells. */
    static Errors error(List<PartitionData> answers) {
        for (PartitionData answer : answers) {
            if (answer.errorCode() != Errors.NONE.code()) {
                return Errors.forCode(answer.errorCode());
            }
        }
        return Errors.NONE;
    }

    /** What a response holds of files. */
    static List<FileSlice> slices(List<PartitionData> answers) {
        List<FileSlice> slices = new ArrayList<>();
        for (PartitionData answer : answers) {
            if (answer.records() instanceof FileSlice slice) {
                slices.add(slice);
            }
        }
        return slices;
    }
}
