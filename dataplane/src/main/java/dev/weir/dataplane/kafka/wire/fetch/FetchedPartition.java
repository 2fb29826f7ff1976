package dev.weir.dataplane.kafka.wire.fetch;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchResponse;

/** A partition that a client fetches: what it asked for last, and, within a session, what it was told last. */
final class FetchedPartition {
    private static final long NOTHING_TOLD = -2;

    private final Key key;
    private long offset;
    private int bytesMax;
    private int leaderEpoch;
    private int lastFetchedEpoch;
    private long toldHighWatermark = NOTHING_TOLD;
    private long toldStart = NOTHING_TOLD;
    private boolean given;
    private long passed;

    /** Names it as the client does: by topic id from version 13 on, by name before; the other one is empty. */
    record Key(Uuid topicId, String topic, int partition) {}

    FetchedPartition(Key key, FetchRequestData.FetchPartition request) {
        this.key = key;
        ask(request);
    }

    void ask(FetchRequestData.FetchPartition request) {
        if (given && request.fetchOffset() > offset) {
            passed += request.fetchOffset() - offset;
        }
        given = false;
        offset = request.fetchOffset();
        bytesMax = Math.max(0, request.partitionMaxBytes());
        leaderEpoch = request.currentLeaderEpoch();
        lastFetchedEpoch = request.lastFetchedEpoch();
    }

    Key key() {
        return key;
    }

    long offset() {
        return offset;
    }

    int bytesMax() {
        return bytesMax;
    }

    /** The epoch that the client knows, or -1 when it knows none. */
    int leaderEpoch() {
        return leaderEpoch;
    }

    /** The epoch of the record that the client has last, or -1. */
    int lastFetchedEpoch() {
        return lastFetchedEpoch;
    }

    /** How many offsets the client has moved past, over records that it was given, since this was last taken. */
    long takePassed() {
        long taken = passed;
        passed = 0;
        return taken;
    }

    /**
     * Remembers what the client is told, and says whether it is news. What is not is left out of an incremental
     * response (KIP-227).
     */
    boolean tell(FetchResponseData.PartitionData answer) {
        boolean news = answer.highWatermark() != toldHighWatermark
                || answer.logStartOffset() != toldStart
                || FetchResponse.recordsSize(answer) > 0
                || FetchResponse.isPreferredReplica(answer)
                || FetchResponse.isDivergingEpoch(answer)
                || answer.errorCode() != Errors.NONE.code();
        given = FetchResponse.recordsSize(answer) > 0;
        toldStart = answer.logStartOffset();
        // after an error, the next answer is news whatever it says
        toldHighWatermark = answer.errorCode() == Errors.NONE.code() ? answer.highWatermark() : NOTHING_TOLD;
        return news;
    }
}
