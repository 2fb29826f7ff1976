package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.kafka.wire.FakeRelay;
import java.util.List;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** A broker whose partitions begin at an offset, and which has been asked for less. */
record UpstreamAt(long start) implements FakeRelay.Broker {
    @Override
    public ApiMessage answer(FakeRelay.Sent request) {
        if (request.api() == ApiKeys.LIST_OFFSETS) {
            return new ListOffsetsResponseData()
                    .setTopics(List.of(new ListOffsetsResponseData.ListOffsetsTopicResponse()
                            .setPartitions(List.of(
                                    new ListOffsetsResponseData.ListOffsetsPartitionResponse().setOffset(start)))));
        }
        return new FetchResponseData()
                .setResponses(List.of(new FetchResponseData.FetchableTopicResponse()
                        .setPartitions(List.of(new FetchResponseData.PartitionData()
                                .setErrorCode(Errors.OFFSET_OUT_OF_RANGE.code())))));
    }
}
