package dev.weir.dataplane.kafka.wire.relay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsTopicResult;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.TopicResponse;

/** Takes requests apart that name partitions, each of which has a leader. */
final class PartitionSplits {
    static final SplitApi<DeleteRecordsRequestData, DeleteRecordsResponseData, DeleteItem> DELETE_RECORDS =
            new SplitApi<>(
                    DeleteRecordsRequestData.class,
                    DeleteRecordsResponseData.class,
                    PartitionSplits::items,
                    PartitionSplits::subset,
                    PartitionSplits::merge);

    static final SplitApi<DescribeProducersRequestData, DescribeProducersResponseData, TopicPartition>
            DESCRIBE_PRODUCERS = new SplitApi<>(
                    DescribeProducersRequestData.class,
                    DescribeProducersResponseData.class,
                    PartitionSplits::items,
                    PartitionSplits::subset,
                    PartitionSplits::merge);

    private PartitionSplits() {}

    record DeleteItem(TopicPartition partition, DeleteRecordsPartition data) {}

    private static List<DeleteItem> items(DeleteRecordsRequestData request) {
        List<DeleteItem> items = new ArrayList<>();
        for (DeleteRecordsTopic topic : request.topics()) {
            for (DeleteRecordsPartition data : topic.partitions()) {
                items.add(new DeleteItem(new TopicPartition(topic.name(), data.partitionIndex()), data));
            }
        }
        return items;
    }

    private static DeleteRecordsRequestData subset(DeleteRecordsRequestData request, List<DeleteItem> items) {
        Map<String, DeleteRecordsTopic> topics = new LinkedHashMap<>();
        for (DeleteItem item : items) {
            topics.computeIfAbsent(item.partition().topic(), name -> new DeleteRecordsTopic().setName(name))
                    .partitions()
                    .add(item.data());
        }
        return new DeleteRecordsRequestData().setTimeoutMs(request.timeoutMs()).setTopics(List.copyOf(topics.values()));
    }

    private static void merge(DeleteRecordsResponseData into, DeleteRecordsResponseData part) {
        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
        for (DeleteRecordsTopicResult topic : part.topics()) {
            DeleteRecordsTopicResult same = into.topics().find(topic.name());
            if (same == null) {
                into.topics().add(topic.duplicate());
            } else {
                topic.partitions().forEach(result -> same.partitions().add(result.duplicate()));
            }
        }
    }

    private static List<TopicPartition> items(DescribeProducersRequestData request) {
        List<TopicPartition> items = new ArrayList<>();
        for (TopicRequest topic : request.topics()) {
            topic.partitionIndexes().forEach(index -> items.add(new TopicPartition(topic.name(), index)));
        }
        return items;
    }

    private static DescribeProducersRequestData subset(
            DescribeProducersRequestData request, List<TopicPartition> items) {
        var part = new DescribeProducersRequestData();
        for (TopicPartition item : items) {
            TopicRequest topic = part.topics().find(item.topic());
            if (topic == null) {
                topic = new TopicRequest().setName(item.topic());
                part.topics().add(topic);
            }
            topic.partitionIndexes().add(item.partition());
        }
        return part;
    }

    private static void merge(DescribeProducersResponseData into, DescribeProducersResponseData part) {
        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
        for (TopicResponse topic : part.topics()) {
            into.topics().stream()
                    .filter(same -> same.name().equals(topic.name()))
                    .findFirst()
                    .ifPresentOrElse(
                            same -> same.partitions().addAll(topic.partitions()),
                            () -> into.topics().add(topic));
        }
    }
}
