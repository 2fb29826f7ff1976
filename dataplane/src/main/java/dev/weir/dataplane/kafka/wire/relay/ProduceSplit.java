package dev.weir.dataplane.kafka.wire.relay;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;

/** Takes Produce apart by partition. */
final class ProduceSplit {
    static final SplitApi<ProduceRequestData, ProduceResponseData, Item> API = new SplitApi<>(
            ProduceRequestData.class,
            ProduceResponseData.class,
            ProduceSplit::items,
            ProduceSplit::subset,
            ProduceSplit::merge);

    private ProduceSplit() {}

    /** The records for one partition. From version 13 on a topic is named by id, before by name. */
    record Item(String topic, Uuid topicId, PartitionProduceData data) {}

    private static List<Item> items(ProduceRequestData request) {
        List<Item> items = new ArrayList<>();
        for (TopicProduceData topic : request.topicData()) {
            topic.partitionData().forEach(data -> items.add(new Item(topic.name(), topic.topicId(), data)));
        }
        return items;
    }

    private static ProduceRequestData subset(ProduceRequestData request, List<Item> items) {
        var topics = new TopicProduceDataCollection();
        for (Item item : items) {
            TopicProduceData topic = topics.find(item.topic(), item.topicId());
            if (topic == null) {
                topic = new TopicProduceData().setName(item.topic()).setTopicId(item.topicId());
                topics.add(topic);
            }
            topic.partitionData().add(item.data());
        }
        return new ProduceRequestData()
                .setTransactionalId(request.transactionalId())
                .setAcks(request.acks())
                .setTimeoutMs(request.timeoutMs())
                .setTopicData(topics);
    }

    private static void merge(ProduceResponseData into, ProduceResponseData part) {
        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
        for (TopicProduceResponse topic : part.responses()) {
            TopicProduceResponse same = into.responses().find(topic.name(), topic.topicId());
            if (same == null) {
                into.responses().add(topic.duplicate());
            } else {
                same.partitionResponses().addAll(topic.partitionResponses());
            }
        }
    }
}
