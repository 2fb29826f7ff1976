package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.upstream.Destination;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;
import org.jspecify.annotations.Nullable;

/** Who coordinates what a request is about. */
final class CoordinatorKeys {
    private CoordinatorKeys() {}

    /** Null for a request that any broker answers: a producer id for a producer without transactions. */
    static Destination.@Nullable Coordinator of(ApiMessage request) {
        return switch (request) {
            case JoinGroupRequestData join -> group(join.groupId());
            case SyncGroupRequestData sync -> group(sync.groupId());
            case HeartbeatRequestData heartbeat -> group(heartbeat.groupId());
            case LeaveGroupRequestData leave -> group(leave.groupId());
            case OffsetCommitRequestData commit -> group(commit.groupId());
            case OffsetDeleteRequestData delete -> group(delete.groupId());
            case TxnOffsetCommitRequestData commit -> group(commit.groupId());
            case ConsumerGroupHeartbeatRequestData heartbeat -> group(heartbeat.groupId());
            case StreamsGroupHeartbeatRequestData heartbeat -> group(heartbeat.groupId());
            case AddPartitionsToTxnRequestData add -> transaction(add.v3AndBelowTransactionalId());
            case AddOffsetsToTxnRequestData add -> transaction(add.transactionalId());
            case EndTxnRequestData end -> transaction(end.transactionalId());
            case InitProducerIdRequestData init ->
                init.transactionalId() == null ? null : transaction(init.transactionalId());
            default -> throw new IllegalArgumentException("no coordinator for " + request.getClass());
        };
    }

    private static Destination.Coordinator group(String id) {
        return new Destination.Coordinator(CoordinatorType.GROUP, id);
    }

    private static Destination.Coordinator transaction(String id) {
        return new Destination.Coordinator(CoordinatorType.TRANSACTION, id);
    }
}
