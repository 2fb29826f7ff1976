package dev.weir.dataplane.kafka.wire.relay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;

/** Takes requests apart that ask for offsets of partitions. */
final class OffsetSplits {
    static final SplitApi<ListOffsetsRequestData, ListOffsetsResponseData, Listed> LIST_OFFSETS = new SplitApi<>(
            ListOffsetsRequestData.class,
            ListOffsetsResponseData.class,
            OffsetSplits::items,
            OffsetSplits::subset,
            OffsetSplits::merge);

    static final SplitApi<OffsetForLeaderEpochRequestData, OffsetForLeaderEpochResponseData, Epoch>
            OFFSET_FOR_LEADER_EPOCH = new SplitApi<>(
                    OffsetForLeaderEpochRequestData.class,
                    OffsetForLeaderEpochResponseData.class,
                    OffsetSplits::items,
                    OffsetSplits::subset,
                    OffsetSplits::merge);

    private OffsetSplits() {}

    record Listed(TopicPartition partition, ListOffsetsPartition data) {}

    record Epoch(TopicPartition partition, OffsetForLeaderPartition data) {}

    static List<Listed> items(ListOffsetsRequestData request) {
        List<Listed> items = new ArrayList<>();
        for (ListOffsetsTopic topic : request.topics()) {
            for (ListOffsetsPartition data : topic.partitions()) {
                items.add(new Listed(new TopicPartition(topic.name(), data.partitionIndex()), data));
            }
        }
        return items;
    }

    private static ListOffsetsRequestData subset(ListOffsetsRequestData request, List<Listed> items) {
        Map<String, ListOffsetsTopic> topics = new LinkedHashMap<>();
        for (Listed item : items) {
            topics.computeIfAbsent(item.partition().topic(), name -> new ListOffsetsTopic().setName(name))
                    .partitions()
                    .add(item.data());
        }
        return new ListOffsetsRequestData()
                .setReplicaId(request.replicaId())
                .setIsolationLevel(request.isolationLevel())
                .setTimeoutMs(request.timeoutMs())
                .setTopics(List.copyOf(topics.values()));
    }

    private static void merge(ListOffsetsResponseData into, ListOffsetsResponseData part) {
        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
        for (ListOffsetsTopicResponse topic : part.topics()) {
            into.topics().stream()
                    .filter(same -> same.name().equals(topic.name()))
                    .findFirst()
                    .ifPresentOrElse(
                            same -> same.partitions().addAll(topic.partitions()),
                            () -> into.topics().add(topic.duplicate()));
        }
    }

    static List<Epoch> items(OffsetForLeaderEpochRequestData request) {
        List<Epoch> items = new ArrayList<>();
        for (OffsetForLeaderTopic topic : request.topics()) {
            for (OffsetForLeaderPartition data : topic.partitions()) {
                items.add(new Epoch(new TopicPartition(topic.topic(), data.partition()), data));
            }
        }
        return items;
    }

    private static OffsetForLeaderEpochRequestData subset(OffsetForLeaderEpochRequestData request, List<Epoch> items) {
        var part = new OffsetForLeaderEpochRequestData().setReplicaId(request.replicaId());
        for (Epoch item : items) {
            OffsetForLeaderTopic topic = part.topics().find(item.partition().topic());
            if (topic == null) {
                topic = new OffsetForLeaderTopic().setTopic(item.partition().topic());
                part.topics().add(topic);
            }
            topic.partitions().add(item.data());
        }
        return part;
    }

    private static void merge(OffsetForLeaderEpochResponseData into, OffsetForLeaderEpochResponseData part) {
        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
        for (OffsetForLeaderTopicResult topic : part.topics()) {
            OffsetForLeaderTopicResult same = into.topics().find(topic.topic());
            if (same == null) {
                into.topics().add(topic.duplicate());
            } else {
                same.partitions().addAll(topic.partitions());
            }
        }
    }
}
