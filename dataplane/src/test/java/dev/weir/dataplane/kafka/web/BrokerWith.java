package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.wire.FakeRelay;
import java.util.List;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.jspecify.annotations.Nullable;

/**
 * A broker that has these records of a topic of one partition at their offsets, and nothing else between its start and
 * its end.
 */
record BrokerWith(
        Topic topic, String cleanupPolicy, @Nullable MemoryRecords records, long start, long end)
        implements FakeRelay.Broker {
    @Override
    public @Nullable ApiMessage answer(FakeRelay.Sent request) {
        return switch (request.api()) {
            case ApiKeys.LIST_OFFSETS -> listed(request.body(ListOffsetsRequestData.class));
            case ApiKeys.DESCRIBE_CONFIGS -> configured();
            default -> fetched(request.body(FetchRequestData.class));
        };
    }

    private ApiMessage listed(ListOffsetsRequestData request) {
        long asked = request.topics().getFirst().partitions().getFirst().timestamp();
        var partition = new ListOffsetsResponseData.ListOffsetsPartitionResponse()
                .setOffset(asked == ListOffsetsRequest.EARLIEST_TIMESTAMP ? start : end);
        return new ListOffsetsResponseData()
                .setTopics(List.of(new ListOffsetsResponseData.ListOffsetsTopicResponse()
                        .setName(topic.name())
                        .setPartitions(List.of(partition))));
    }

    private ApiMessage configured() {
        var policy = new DescribeConfigsResponseData.DescribeConfigsResourceResult()
                .setName("cleanup.policy")
                .setValue(cleanupPolicy);
        return new DescribeConfigsResponseData()
                .setResults(
                        List.of(new DescribeConfigsResponseData.DescribeConfigsResult().setConfigs(List.of(policy))));
    }

    private ApiMessage fetched(FetchRequestData request) {
        long offset = request.topics().getFirst().partitions().getFirst().fetchOffset();
        var answer = new FetchResponseData.PartitionData().setHighWatermark(end);
        if (offset < start || offset > end) {
            answer.setErrorCode(Errors.OFFSET_OUT_OF_RANGE.code());
        } else if (records != null
                && offset <= records.batches().iterator().next().lastOffset()) {
            answer.setRecords(records);
        }
        return new FetchResponseData()
                .setResponses(List.of(new FetchResponseData.FetchableTopicResponse()
                        .setTopic(topic.name())
                        .setTopicId(topic.id())
                        .setPartitions(List.of(answer))));
    }
}
