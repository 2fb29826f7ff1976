package dev.weir.dataplane.kafka.wire.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Lane;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.wire.FakeRelay.Sent;
import dev.weir.dataplane.kafka.wire.FakeUpstreams;
import dev.weir.dataplane.kafka.wire.FakeUpstreams.Copy;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import dev.weir.dataplane.kafka.wire.RawClient;
import dev.weir.dataplane.kafka.wire.TestFront;
import dev.weir.dataplane.kafka.wire.TestRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.LeaderIdAndEpoch;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakWatch.class)
class RelayTest {
    private TestFront front;
    private RawClient client;
    private Topic orders;

    @BeforeEach
    void start(@TempDir Path folder) {
        front = new TestFront(folder);
        orders = front.upstreams.addTopic("orders", 4, 2);
        client = front.client();
    }

    @AfterEach
    void stop() {
        client.close();
        front.close();
    }

    private static ProduceRequestData produce(int acks, int... partitions) {
        var topic = new TopicProduceData().setName("orders");
        for (int partition : partitions) {
            topic.partitionData()
                    .add(new PartitionProduceData().setIndex(partition).setRecords(TestRecords.batch(0, 1)));
        }
        var request = new ProduceRequestData().setAcks((short) acks).setTimeoutMs(5_000);
        request.topicData().add(topic);
        return request;
    }

    /** Acknowledges each record at an offset that tells the broker. */
    private static ProduceResponseData acknowledge(Sent sent) {
        var response = new ProduceResponseData();
        for (TopicProduceData topic : sent.body(ProduceRequestData.class).topicData()) {
            var answer = new TopicProduceResponse().setName(topic.name()).setTopicId(topic.topicId());
            for (PartitionProduceData partition : topic.partitionData()) {
                answer.partitionResponses()
                        .add(new PartitionProduceResponse()
                                .setIndex(partition.index())
                                .setBaseOffset(((Destination.Node) sent.to()).id() * 100L));
            }
            response.responses().add(answer);
        }
        return response;
    }

    @Test
    void recordsGoToTheLeadersOfTheirPartitions() {
        front.relay.answer(RelayTest::acknowledge);
        ProduceResponseData response = client.call(12, produce(-1, 0, 1, 2, 3), ProduceResponseData.class);
        assertThat(response.responses().iterator().next().partitionResponses())
                .extracting(PartitionProduceResponse::index, PartitionProduceResponse::baseOffset)
                .containsExactlyInAnyOrder(tuple(0, 100L), tuple(1, 200L), tuple(2, 100L), tuple(3, 200L));
        assertThat(front.relay.sent).hasSize(2);
        assertThat(front.relay.sent)
                .extracting(Sent::lane)
                .containsOnly(front.relay.sent.getFirst().lane());
    }

    @Test
    void anAcknowledgementWakesTheFollowerOfThePartition() {
        Copy copy = front.upstreams.follow("orders", 0);
        Copy other = front.upstreams.follow("orders", 1);
        front.relay.answer(RelayTest::acknowledge);
        client.call(9, produce(1, 0), ProduceResponseData.class);
        assertThat(copy.wakes).isEqualTo(1);
        assertThat(other.wakes).isZero();
    }

    @Test
    void producingWithoutAcknowledgementHasNoResponse() {
        client.send(9, produce(0, 0, 1));
        client.send(9, produce(0, 2));
        front.relay.answer(RelayTest::acknowledge);
        client.call(9, produce(-1, 3), ProduceResponseData.class);
        assertThat(front.relay.sent).hasSize(4);
    }

    @Test
    void whatWasProducedBeforeTheProducerClosedIsRelayedToTheLast() {
        front.relay.leaves = new CompletableFuture<>();
        for (int i = 0; i < 2_000; i++) {
            client.send(9, produce(0, i % 4));
        }
        client.close();
        front.relay.leaves.complete(null);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(front.relay.sent.size()).isEqualTo(2_000));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(
                                front.meters.get("weir.connections").gauge().value())
                        .isZero());
    }

    @Test
    void producingToNowhereWithoutAcknowledgementClosesTheConnectionAsInKafka() {
        client.send(9, produce(0, 9));
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void aLeaderThatUpstreamNamesIsNotForClients() {
        front.relay.answer(sent -> {
            ProduceResponseData response = acknowledge(sent);
            response.responses()
                    .iterator()
                    .next()
                    .partitionResponses()
                    .getFirst()
                    .setErrorCode(Errors.NOT_LEADER_OR_FOLLOWER.code())
                    .setCurrentLeader(new LeaderIdAndEpoch().setLeaderId(77).setLeaderEpoch(9));
            response.nodeEndpoints()
                    .add(new ProduceResponseData.NodeEndpoint()
                            .setNodeId(77)
                            .setHost("upstream")
                            .setPort(1));
            return response;
        });
        ProduceResponseData response = client.call(12, produce(-1, 0), ProduceResponseData.class);
        PartitionProduceResponse partition =
                response.responses().iterator().next().partitionResponses().getFirst();
        assertThat(partition.errorCode()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER.code());
        assertThat(partition.currentLeader().leaderId()).isEqualTo(-1);
        assertThat(response.nodeEndpoints()).isEmpty();
    }

    @Test
    void whatUpstreamDidNotAnswerMayHaveHappened() {
        ProduceResponseData response = client.call(9, produce(-1, 0, 1), ProduceResponseData.class);
        assertThat(response.responses().iterator().next().partitionResponses())
                .extracting(PartitionProduceResponse::errorCode)
                .containsOnly(Errors.REQUEST_TIMED_OUT.code());
    }

    @Test
    void topicsAreNamedByIdFromVersion13On() {
        Uuid id = orders.id();
        front.relay.answer(RelayTest::acknowledge);
        ProduceRequestData request =
                new ProduceRequestData().setAcks((short) -1).setTimeoutMs(5_000);
        request.topicData()
                .add(new TopicProduceData()
                        .setTopicId(id)
                        .setPartitionData(
                                List.of(new PartitionProduceData().setIndex(1).setRecords(TestRecords.batch(0, 1)))));
        request.topicData()
                .add(new TopicProduceData()
                        .setTopicId(Uuid.ONE_UUID)
                        .setPartitionData(
                                List.of(new PartitionProduceData().setIndex(0).setRecords(TestRecords.batch(0, 1)))));
        ProduceResponseData response = client.call(13, request, ProduceResponseData.class);
        assertThat(response.responses()
                        .find("", id)
                        .partitionResponses()
                        .getFirst()
                        .baseOffset())
                .isEqualTo(200);
        assertThat(response.responses()
                        .find("", Uuid.ONE_UUID)
                        .partitionResponses()
                        .getFirst()
                        .errorCode())
                .isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
    }

    @Test
    void requestsOfAGroupGoToItsCoordinatorAndBlockingOnesHaveAConnectionOfTheirOwn() {
        front.relay.answer(sent -> sent.api() == ApiKeys.HEARTBEAT
                ? new HeartbeatResponseData()
                : new JoinGroupResponseData().setMemberId("m"));
        client.call(4, new HeartbeatRequestData().setGroupId("shop"), HeartbeatResponseData.class);
        client.call(
                7,
                new JoinGroupRequestData().setGroupId("shop").setProtocolType("consumer"),
                JoinGroupResponseData.class);
        var coordinator = new Destination.Coordinator(CoordinatorType.GROUP, "shop");
        assertThat(front.relay.sent).extracting(Sent::to).containsOnly(coordinator);
        assertThat(front.relay.sent.get(0).lane()).isInstanceOf(Lane.Shared.class);
        assertThat(front.relay.sent.get(1).lane()).isEqualTo(new Lane.Exclusive());
    }

    @Test
    void aCoordinatorThatSaysItIsNoneIsForgotten() {
        front.relay.answer(sent -> new HeartbeatResponseData().setErrorCode(Errors.NOT_COORDINATOR.code()));
        HeartbeatResponseData response =
                client.call(4, new HeartbeatRequestData().setGroupId("shop"), HeartbeatResponseData.class);
        assertThat(response.errorCode()).isEqualTo(Errors.NOT_COORDINATOR.code());
        assertThat(front.relay.forgotten).containsExactly(new Destination.Coordinator(CoordinatorType.GROUP, "shop"));
    }

    @Test
    void aGroupWhoseCoordinatorIsAwayLooksForItAgain() {
        HeartbeatResponseData response =
                client.call(4, new HeartbeatRequestData().setGroupId("shop"), HeartbeatResponseData.class);
        assertThat(response.errorCode()).isEqualTo(Errors.NOT_COORDINATOR.code());
    }

    @Test
    void aProducerIdComesFromTheTransactionsCoordinatorOrFromAnyone() {
        front.relay.answer(sent -> new InitProducerIdResponseData().setProducerId(5));
        client.call(4, new InitProducerIdRequestData().setTransactionalId("tx"), InitProducerIdResponseData.class);
        client.call(4, new InitProducerIdRequestData().setTransactionalId(null), InitProducerIdResponseData.class);
        assertThat(front.relay.sent)
                .extracting(Sent::to)
                .containsExactly(new Destination.Coordinator(CoordinatorType.TRANSACTION, "tx"), new Destination.Any());
    }

    @Test
    void everyPodIsTheCoordinatorOfEveryGroup() {
        front.relay.answer(sent -> sent.version() >= 4
                ? new FindCoordinatorResponseData()
                        .setCoordinators(List.of(
                                new Coordinator()
                                        .setKey("a")
                                        .setNodeId(8)
                                        .setHost("upstream")
                                        .setPort(1),
                                new Coordinator()
                                        .setKey("b")
                                        .setNodeId(-1)
                                        .setHost("")
                                        .setPort(-1)
                                        .setErrorCode(Errors.COORDINATOR_NOT_AVAILABLE.code())))
                : new FindCoordinatorResponseData()
                        .setNodeId(8)
                        .setHost("upstream")
                        .setPort(1));
        FindCoordinatorResponseData old =
                client.call(2, new FindCoordinatorRequestData().setKey("a"), FindCoordinatorResponseData.class);
        assertThat(List.of(old.nodeId(), old.host(), old.port())).isEqualTo(List.of(0, "127.0.0.1", front.port()));
        FindCoordinatorResponseData now = client.call(
                6,
                new FindCoordinatorRequestData().setCoordinatorKeys(List.of("a", "b")),
                FindCoordinatorResponseData.class);
        assertThat(now.coordinators())
                .extracting(Coordinator::nodeId, Coordinator::host, Coordinator::port)
                .containsExactly(tuple(0, "127.0.0.1", front.port()), tuple(-1, "", -1));
    }

    @Test
    void severalGroupsAreAskedForAtTheirCoordinators() {
        front.relay.answer(sent -> switch (sent.body()) {
            case OffsetFetchRequestData fetch ->
                new OffsetFetchResponseData()
                        .setGroups(fetch.groups().stream()
                                .map(group -> new OffsetFetchResponseGroup().setGroupId(group.groupId()))
                                .toList());
            case DeleteGroupsRequestData delete -> {
                var response = new DeleteGroupsResponseData();
                delete.groupsNames()
                        .forEach(name -> response.results().add(new DeletableGroupResult().setGroupId(name)));
                yield delete.groupsNames().contains("b") ? null : response;
            }
            default -> null;
        });
        OffsetFetchResponseData offsets = client.call(
                8,
                new OffsetFetchRequestData()
                        .setGroups(List.of(
                                new OffsetFetchRequestGroup().setGroupId("a").setTopics(null),
                                new OffsetFetchRequestGroup().setGroupId("b").setTopics(null))),
                OffsetFetchResponseData.class);
        assertThat(offsets.groups())
                .extracting(OffsetFetchResponseGroup::groupId)
                .containsExactly("a", "b");
        DeleteGroupsResponseData deleted = client.call(
                2,
                new DeleteGroupsRequestData().setGroupsNames(List.of("a", "b", "c")),
                DeleteGroupsResponseData.class);
        assertThat(deleted.results())
                .extracting(DeletableGroupResult::groupId, DeletableGroupResult::errorCode)
                .containsExactly(
                        tuple("a", (short) 0), tuple("b", Errors.NOT_COORDINATOR.code()), tuple("c", (short) 0));
    }

    @Test
    void groupsAreListedByAllBrokersTogether() {
        front.relay.answer(sent -> switch (sent.to()) {
            case Destination.Any any -> {
                var metadata = new MetadataResponseData();
                metadata.brokers().add(new MetadataResponseBroker().setNodeId(1).setHost("x"));
                metadata.brokers().add(new MetadataResponseBroker().setNodeId(2).setHost("y"));
                yield metadata;
            }
            case Destination.Node node ->
                new ListGroupsResponseData()
                        .setGroups(List.of(new ListedGroup()
                                .setGroupId("group-" + node.id())
                                .setProtocolType("")));
            default -> null;
        });
        ListGroupsResponseData listed = client.call(3, new ListGroupsRequestData(), ListGroupsResponseData.class);
        assertThat(listed.groups()).extracting(ListedGroup::groupId).containsExactly("group-1", "group-2");
    }

    @Test
    void aTopicThatNoRouteTakesCannotBeCreated() {
        front.relay.answer(sent -> {
            var response = new CreateTopicsResponseData();
            sent.body(CreateTopicsRequestData.class)
                    .topics()
                    .forEach(topic -> response.topics().add(new CreatableTopicResult().setName(topic.name())));
            return response;
        });
        var request = new CreateTopicsRequestData();
        request.topics()
                .add(new CreatableTopic().setName("new").setNumPartitions(1).setReplicationFactor((short) 1));
        request.topics()
                .add(new CreatableTopic()
                        .setName("elsewhere")
                        .setNumPartitions(1)
                        .setReplicationFactor((short) 1));
        CreateTopicsResponseData response = client.call(5, request, CreateTopicsResponseData.class);
        assertThat(response.topics())
                .extracting(CreatableTopicResult::name, CreatableTopicResult::errorCode)
                .containsExactly(tuple("new", (short) 0), tuple("elsewhere", Errors.POLICY_VIOLATION.code()));
    }

    @Test
    void aPodHasNoBrokersSettings() {
        front.relay.answer(sent -> new DescribeConfigsResponseData()
                .setResults(sent.body(DescribeConfigsRequestData.class).resources().stream()
                        .map(resource -> new DescribeConfigsResult()
                                .setResourceType(resource.resourceType())
                                .setResourceName(resource.resourceName()))
                        .toList()));
        DescribeConfigsResponseData response = client.call(
                4,
                new DescribeConfigsRequestData()
                        .setResources(List.of(
                                new DescribeConfigsResource()
                                        .setResourceType(ConfigResource.Type.BROKER.id())
                                        .setResourceName("0"),
                                new DescribeConfigsResource()
                                        .setResourceType(ConfigResource.Type.TOPIC.id())
                                        .setResourceName("orders"))),
                DescribeConfigsResponseData.class);
        assertThat(response.results())
                .extracting(DescribeConfigsResult::resourceName, DescribeConfigsResult::errorCode)
                .containsExactlyInAnyOrder(tuple("0", Errors.INVALID_REQUEST.code()), tuple("orders", (short) 0));
    }

    @Test
    void whatIsRelayedIsCounted() {
        front.relay.answer(RelayTest::acknowledge);
        client.call(9, produce(1, 0), ProduceResponseData.class);
        await().untilAsserted(() -> assertThat(front.meters
                        .get("weir.kafka.relayed")
                        .tag("outcome", "answered")
                        .counter()
                        .count())
                .isEqualTo(1));
        assertThat(front.meters
                        .get("weir.kafka.requests")
                        .tag("api", "Produce")
                        .tag("error", "NONE")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(FakeUpstreams.NAME).isEqualTo(front.relay.sent.getFirst().upstream());
    }
}
