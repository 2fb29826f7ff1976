package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.wire.cluster.Advertised;
import dev.weir.dataplane.kafka.wire.frame.RequestHandler;
import dev.weir.dataplane.kafka.wire.relay.TopicRules.Subject;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;

/** Which request is relayed in which way. */
public final class RelayedApis {
    private static final List<ApiKeys> TO_COORDINATOR = List.of(
            ApiKeys.JOIN_GROUP,
            ApiKeys.SYNC_GROUP,
            ApiKeys.HEARTBEAT,
            ApiKeys.LEAVE_GROUP,
            ApiKeys.OFFSET_COMMIT,
            ApiKeys.OFFSET_DELETE,
            ApiKeys.TXN_OFFSET_COMMIT,
            ApiKeys.CONSUMER_GROUP_HEARTBEAT,
            ApiKeys.STREAMS_GROUP_HEARTBEAT,
            ApiKeys.INIT_PRODUCER_ID,
            ApiKeys.ADD_PARTITIONS_TO_TXN,
            ApiKeys.ADD_OFFSETS_TO_TXN,
            ApiKeys.END_TXN);

    private static final List<ApiKeys> TO_HOME = List.of(
            ApiKeys.DESCRIBE_ACLS,
            ApiKeys.CREATE_ACLS,
            ApiKeys.DELETE_ACLS,
            ApiKeys.DESCRIBE_CLIENT_QUOTAS,
            ApiKeys.ALTER_CLIENT_QUOTAS,
            ApiKeys.DESCRIBE_USER_SCRAM_CREDENTIALS,
            ApiKeys.ALTER_USER_SCRAM_CREDENTIALS,
            ApiKeys.LIST_CONFIG_RESOURCES,
            ApiKeys.ELECT_LEADERS);

    private final Upstreams upstreams;
    private final Forwarding forwarding;
    private final Home home;
    private final Map<ApiKeys, RequestHandler> handlers = new EnumMap<>(ApiKeys.class);

    private RelayedApis(Upstreams upstreams, MeterRegistry meters) {
        this.upstreams = upstreams;
        this.forwarding = new Forwarding(upstreams.relay(), meters);
        this.home = new Home(upstreams);
    }

    /**
     * The handlers of all requests that are relayed, always or sometimes.
     *
     * @param disk where logs may be searched, which takes its time
     */
    public static Map<ApiKeys, RequestHandler> handlers(
            Upstreams upstreams, Placement placement, Advertised advertised, Executor disk, MeterRegistry meters) {
        var apis = new RelayedApis(upstreams, meters);
        var leaders = new Leaders(upstreams);
        apis.addLeaders(leaders);
        apis.addOffsets(new OffsetRules(upstreams, placement, leaders), disk);
        apis.addCoordinators();
        apis.addTopics();
        apis.addOthers(placement, advertised);
        return apis.handlers;
    }

    private void addLeaders(Leaders leaders) {
        handlers.put(ApiKeys.PRODUCE, new ProduceRelay(upstreams, leaders, forwarding, home));
        split(
                ApiKeys.DELETE_RECORDS,
                PartitionSplits.DELETE_RECORDS,
                new LeaderRules<>(
                        leaders, home, PartitionSplits.DeleteItem::partition, request -> request.timeoutMs()));
        split(
                ApiKeys.DESCRIBE_PRODUCERS,
                PartitionSplits.DESCRIBE_PRODUCERS,
                new LeaderRules<>(leaders, home, Function.identity(), request -> (int) Timeouts.SHORT.toMillis()));
    }

    private void addOffsets(OffsetRules offsets, Executor disk) {
        split(ApiKeys.LIST_OFFSETS, OffsetSplits.LIST_OFFSETS, new ListOffsetsRules(offsets, home, disk));
        split(ApiKeys.OFFSET_FOR_LEADER_EPOCH, OffsetSplits.OFFSET_FOR_LEADER_EPOCH, new EpochRules(offsets, home));
    }

    private void addCoordinators() {
        var single = new CoordinatorRelay(upstreams.relay(), forwarding, home);
        TO_COORDINATOR.forEach(api -> handlers.put(api, single));
        groups(ApiKeys.DESCRIBE_GROUPS, GroupSplits.DESCRIBE_GROUPS, Function.identity());
        groups(ApiKeys.DELETE_GROUPS, GroupSplits.DELETE_GROUPS, Function.identity());
        groups(ApiKeys.CONSUMER_GROUP_DESCRIBE, GroupSplits.CONSUMER_GROUP_DESCRIBE, Function.identity());
        groups(ApiKeys.STREAMS_GROUP_DESCRIBE, GroupSplits.STREAMS_GROUP_DESCRIBE, Function.identity());
        groups(ApiKeys.OFFSET_FETCH, GroupSplits.OFFSET_FETCH, OffsetFetchRequestGroup::groupId);
        split(
                ApiKeys.DESCRIBE_TRANSACTIONS,
                GroupSplits.DESCRIBE_TRANSACTIONS,
                new CoordinatorRules<>(upstreams.relay(), home, CoordinatorType.TRANSACTION, Function.identity()));
    }

    private void addTopics() {
        topics(ApiKeys.CREATE_TOPICS, TopicSplits.CREATE_TOPICS, RelayedApis::subject, true);
        topics(
                ApiKeys.DELETE_TOPICS,
                TopicSplits.DELETE_TOPICS,
                topic -> topic.name() == null
                        ? new Subject.TopicId(topic.topicId())
                        : new Subject.TopicName(topic.name()),
                true);
        topics(ApiKeys.CREATE_PARTITIONS, TopicSplits.CREATE_PARTITIONS, RelayedApis::subject, true);
        topics(
                ApiKeys.DESCRIBE_CONFIGS,
                TopicSplits.DESCRIBE_CONFIGS,
                resource -> new Subject.Resource(resource.resourceType(), resource.resourceName()),
                false);
        topics(
                ApiKeys.ALTER_CONFIGS,
                TopicSplits.ALTER_CONFIGS,
                resource -> new Subject.Resource(resource.resourceType(), resource.resourceName()),
                true);
        topics(
                ApiKeys.INCREMENTAL_ALTER_CONFIGS,
                TopicSplits.INCREMENTAL_ALTER_CONFIGS,
                resource -> new Subject.Resource(resource.resourceType(), resource.resourceName()),
                true);
    }

    private void addOthers(Placement placement, Advertised advertised) {
        var any = new HomeRelay(forwarding, home);
        TO_HOME.forEach(api -> handlers.put(api, any));
        var everywhere = new FanOut(forwarding, new RelayCalls(upstreams.relay()), home);
        handlers.put(ApiKeys.LIST_GROUPS, everywhere);
        handlers.put(ApiKeys.LIST_TRANSACTIONS, everywhere);
        handlers.put(ApiKeys.FIND_COORDINATOR, new FindCoordinatorRelay(forwarding, home, placement, advertised));
    }

    private static Subject subject(CreatableTopic topic) {
        return new Subject.TopicName(topic.name());
    }

    private static Subject subject(CreatePartitionsTopic topic) {
        return new Subject.TopicName(topic.name());
    }

    private <Q extends ApiMessage, R extends ApiMessage, I> void groups(
            ApiKeys api, SplitApi<Q, R, I> split, Function<I, String> key) {
        split(api, split, new CoordinatorRules<>(upstreams.relay(), home, CoordinatorType.GROUP, key));
    }

    private <Q extends ApiMessage, R extends ApiMessage, I> void topics(
            ApiKeys api, SplitApi<Q, R, I> split, Function<I, Subject> subject, boolean changes) {
        split(api, split, new TopicRules<>(upstreams, subject, split.items(), changes));
    }

    private <Q extends ApiMessage, R extends ApiMessage, I> void split(
            ApiKeys api, SplitApi<Q, R, I> split, SplitRelay.Rules<Q, R, I> rules) {
        handlers.put(api, new SplitRelay<>(split, forwarding, rules));
    }
}
