package dev.weir.dataplane.kafka.wire.relay;

import java.util.List;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.StreamsGroupDescribeRequestData;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData;

/** Takes requests apart that name groups or transactional ids, each of which has a coordinator. */
final class GroupSplits {
    static final SplitApi<DescribeGroupsRequestData, DescribeGroupsResponseData, String> DESCRIBE_GROUPS =
            new SplitApi<>(
                    DescribeGroupsRequestData.class,
                    DescribeGroupsResponseData.class,
                    DescribeGroupsRequestData::groups,
                    (request, groups) -> request.duplicate().setGroups(groups),
                    (into, part) -> {
                        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
                        into.groups().addAll(part.groups());
                    });

    static final SplitApi<DeleteGroupsRequestData, DeleteGroupsResponseData, String> DELETE_GROUPS = new SplitApi<>(
            DeleteGroupsRequestData.class,
            DeleteGroupsResponseData.class,
            DeleteGroupsRequestData::groupsNames,
            (request, groups) -> new DeleteGroupsRequestData().setGroupsNames(groups),
            (into, part) -> {
                into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
                part.results().forEach(result -> into.results().add(result.duplicate()));
            });

    static final SplitApi<ConsumerGroupDescribeRequestData, ConsumerGroupDescribeResponseData, String>
            CONSUMER_GROUP_DESCRIBE = new SplitApi<>(
                    ConsumerGroupDescribeRequestData.class,
                    ConsumerGroupDescribeResponseData.class,
                    ConsumerGroupDescribeRequestData::groupIds,
                    (request, groups) -> request.duplicate().setGroupIds(groups),
                    (into, part) -> {
                        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
                        into.groups().addAll(part.groups());
                    });

    static final SplitApi<StreamsGroupDescribeRequestData, StreamsGroupDescribeResponseData, String>
            STREAMS_GROUP_DESCRIBE = new SplitApi<>(
                    StreamsGroupDescribeRequestData.class,
                    StreamsGroupDescribeResponseData.class,
                    StreamsGroupDescribeRequestData::groupIds,
                    (request, groups) -> request.duplicate().setGroupIds(groups),
                    (into, part) -> {
                        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
                        into.groups().addAll(part.groups());
                    });

    static final SplitApi<DescribeTransactionsRequestData, DescribeTransactionsResponseData, String>
            DESCRIBE_TRANSACTIONS = new SplitApi<>(
                    DescribeTransactionsRequestData.class,
                    DescribeTransactionsResponseData.class,
                    DescribeTransactionsRequestData::transactionalIds,
                    (request, ids) -> new DescribeTransactionsRequestData().setTransactionalIds(ids),
                    (into, part) -> {
                        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
                        into.transactionStates().addAll(part.transactionStates());
                    });

    /** Up to version 7 there is one group, outside of the list. */
    static final SplitApi<OffsetFetchRequestData, OffsetFetchResponseData, OffsetFetchRequestGroup> OFFSET_FETCH =
            new SplitApi<>(
                    OffsetFetchRequestData.class,
                    OffsetFetchResponseData.class,
                    request -> request.groups().isEmpty()
                            ? List.of(new OffsetFetchRequestGroup().setGroupId(request.groupId()))
                            : request.groups(),
                    (request, groups) -> request.groups().isEmpty()
                            ? request
                            : request.duplicate().setGroups(groups),
                    (into, part) -> {
                        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
                        into.groups().addAll(part.groups());
                    });

    private GroupSplits() {}
}
