package dev.weir.dataplane.kafka.upstream.follow;

import dev.weir.dataplane.kafka.upstream.connection.MessageCall;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopicCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.ListOffsetsRequest;

/** Asks a leader where partitions begin and end, and where epochs do. */
final class OffsetQuestion {
    /** The first with leader epochs. */
    private static final int LIST_OFFSETS_MIN = 4;

    private static final int EPOCH_MIN = 3;

    private OffsetQuestion() {}

    record Place(TopicPartition partition, int leaderEpoch, boolean earliest) {}

    static MessageCall.Request list(Collection<Place> places) {
        Map<String, ListOffsetsTopic> topics = new LinkedHashMap<>();
        for (Place place : places) {
            topics.computeIfAbsent(place.partition.topic(), name -> new ListOffsetsTopic().setName(name))
                    .partitions()
                    .add(new ListOffsetsPartition()
                            .setPartitionIndex(place.partition.partition())
                            .setCurrentLeaderEpoch(place.leaderEpoch)
                            .setTimestamp(
                                    place.earliest
                                            ? ListOffsetsRequest.EARLIEST_TIMESTAMP
                                            : ListOffsetsRequest.LATEST_TIMESTAMP));
        }
        return new MessageCall.Request(
                ApiKeys.LIST_OFFSETS,
                LIST_OFFSETS_MIN,
                ApiKeys.LIST_OFFSETS.latestVersion(),
                version -> new ListOffsetsRequestData()
                        .setReplicaId(ListOffsetsRequest.CONSUMER_REPLICA_ID)
                        .setTopics(List.copyOf(topics.values())));
    }

    static MessageCall.Request epochEnd(TopicPartition partition, int leaderEpoch, int epoch) {
        var topics = new OffsetForLeaderTopicCollection();
        topics.add(new OffsetForLeaderTopic()
                .setTopic(partition.topic())
                .setPartitions(List.of(new OffsetForLeaderPartition()
                        .setPartition(partition.partition())
                        .setCurrentLeaderEpoch(leaderEpoch)
                        .setLeaderEpoch(epoch))));
        return new MessageCall.Request(
                ApiKeys.OFFSET_FOR_LEADER_EPOCH,
                EPOCH_MIN,
                ApiKeys.OFFSET_FOR_LEADER_EPOCH.latestVersion(),
                version -> new OffsetForLeaderEpochRequestData()
                        .setReplicaId(ListOffsetsRequest.CONSUMER_REPLICA_ID)
                        .setTopics(topics));
    }
}
