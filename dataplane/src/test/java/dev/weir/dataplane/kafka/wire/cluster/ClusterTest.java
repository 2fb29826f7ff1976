package dev.weir.dataplane.kafka.wire.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.weir.dataplane.kafka.upstream.ApiVersionRanges;
import dev.weir.dataplane.kafka.upstream.ApiVersionRanges.Range;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.wire.FrontSettings;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import dev.weir.dataplane.kafka.wire.RawClient;
import dev.weir.dataplane.kafka.wire.TestFront;
import dev.weir.dataplane.kafka.wire.TestPods;
import dev.weir.dataplane.kafka.wire.TestRecords;
import dev.weir.dataplane.kafka.wire.fetch.FetchSettings;
import dev.weir.dataplane.kafka.wire.frame.FrameLimits;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakWatch.class)
class ClusterTest {
    private final TestPods pods = new TestPods();
    private TestFront front;
    private RawClient client;

    @BeforeEach
    void start(@TempDir Path folder) {
        var fetch = new FetchSettings(1_000_000, 60_000, 10, 100, Duration.ofMinutes(2), 1_000_000, 10_000);
        front = new TestFront(
                folder,
                new TestFront.Options(new FrontSettings(FrameLimits.DEFAULT, fetch, 1_000_000), pods, () -> null));
        client = front.client();
    }

    @AfterEach
    void stop() {
        client.close();
        front.close();
    }

    private ApiVersionsResponseData versions(int version) {
        return client.call(
                version,
                new ApiVersionsRequestData().setClientSoftwareName("test").setClientSoftwareVersion("1"),
                ApiVersionsResponseData.class);
    }

    private static ApiVersion of(ApiVersionsResponseData response, ApiKeys api) {
        return response.apiKeys().find(api.id);
    }

    @Test
    void onlyWhatIsServedHereAndUpstreamIsListed() {
        Map<ApiKeys, Range> theirs = new EnumMap<>(ApiKeys.class);
        for (ApiKeys api : List.of(ApiKeys.PRODUCE, ApiKeys.METADATA, ApiKeys.API_VERSIONS, ApiKeys.SHARE_FETCH)) {
            theirs.put(api, new Range((short) 0, (short) 99));
        }
        theirs.put(ApiKeys.FETCH, new Range((short) 0, (short) 11));
        Map<String, Range> features = Map.of("transaction.version", new Range((short) 0, (short) 2));
        front.relay.versions(new ApiVersionRanges(theirs, features, features, 7));

        ApiVersionsResponseData response = versions(4);
        assertThat(of(response, ApiKeys.FETCH).maxVersion()).isEqualTo((short) 11);
        assertThat(of(response, ApiKeys.PRODUCE).minVersion()).isZero();
        assertThat(of(response, ApiKeys.API_VERSIONS).maxVersion()).isEqualTo((short) 4);
        assertThat(response.apiKeys().find(ApiKeys.SHARE_FETCH.id)).isNull();
        assertThat(response.apiKeys().find(ApiKeys.JOIN_GROUP.id)).isNull();
        assertThat(response.finalizedFeatures()).hasSize(1);
        assertThat(response.finalizedFeaturesEpoch()).isEqualTo(7);
        assertThat(response.supportedFeatures()).hasSize(1);
        assertThat(versions(3).supportedFeatures()).isEmpty();
    }

    @Test
    void whileUpstreamIsNotKnownWhatIsServedHereIsListed() {
        ApiVersionsResponseData response = versions(0);
        assertThat(of(response, ApiKeys.FETCH).maxVersion()).isEqualTo(ApiKeys.FETCH.latestVersion());
        assertThat(response.apiKeys().find(ApiKeys.JOIN_GROUP.id)).isNotNull();
    }

    @Test
    void aVersionOfApiVersionsThatIsNotServedIsAnsweredWithThoseThatAre() {
        for (int version : new int[] {5, 77}) {
            client.sendFrame(ByteBuffer.allocate(20)
                    .putShort(0, ApiKeys.API_VERSIONS.id)
                    .putShort(2, (short) version)
                    .putInt(4, 99));
            ApiVersionsResponseData response = client.receive(0, ApiKeys.API_VERSIONS, ApiVersionsResponseData.class);
            assertThat(response.errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
            assertThat(response.apiKeys()).extracting(ApiVersion::apiKey).containsExactly(ApiKeys.API_VERSIONS.id);
        }
    }

    @Test
    void aClientWithoutAProperNameIsToldSo() {
        var request =
                new ApiVersionsRequestData().setClientSoftwareName("no spaces").setClientSoftwareVersion("");
        assertThat(client.call(3, request, ApiVersionsResponseData.class).errorCode())
                .isEqualTo(Errors.INVALID_REQUEST.code());
    }

    @Test
    void whatIsNotServedIsRefusedInItsOwnForm() {
        ShareGroupHeartbeatResponseData response = client.call(
                1,
                new ShareGroupHeartbeatRequestData().setGroupId("g").setMemberId("m"),
                ShareGroupHeartbeatResponseData.class);
        assertThat(response.errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
        SaslHandshakeResponseData sasl =
                client.call(1, new SaslHandshakeRequestData().setMechanism("PLAIN"), SaslHandshakeResponseData.class);
        assertThat(sasl.errorCode()).isEqualTo(Errors.ILLEGAL_SASL_STATE.code());
    }

    private MetadataResponseData metadata(int version, @Nullable List<MetadataRequestTopic> topics) {
        return client.call(version, new MetadataRequestData().setTopics(topics), MetadataResponseData.class);
    }

    @Test
    void podsAreBrokersAndOwnersReplicas() {
        front.upstreams.addTopic("orders", 3);
        pods.ready(1, false);
        MetadataResponseData response = metadata(12, null);
        assertThat(response.clusterId()).isEqualTo("fake-cluster");
        assertThat(response.brokers())
                .extracting(MetadataResponseBroker::nodeId, MetadataResponseBroker::host, MetadataResponseBroker::port)
                .containsExactlyInAnyOrder(tuple(0, "pod-0", 9092), tuple(2, "pod-2", 9094));
        MetadataResponseTopic orders = response.topics().find("orders");
        assertThat(orders.partitions())
                .extracting(
                        MetadataResponsePartition::leaderId,
                        MetadataResponsePartition::replicaNodes,
                        MetadataResponsePartition::isrNodes,
                        MetadataResponsePartition::leaderEpoch)
                .containsExactly(
                        tuple(0, List.of(0, 1), List.of(0), 3),
                        tuple(2, List.of(1, 2), List.of(2), 3),
                        tuple(2, List.of(2, 0), List.of(2, 0), 3));
        pods.ready(2, false);
        assertThat(metadata(12, null)
                        .topics()
                        .find("orders")
                        .partitions()
                        .get(1)
                        .errorCode())
                .isEqualTo(Errors.LEADER_NOT_AVAILABLE.code());
    }

    @Test
    void topicsAreFoundByNameByIdAndUpstreamWhenTheyAreNew() {
        Topic orders = front.upstreams.addTopic("orders", 1);
        front.upstreams.whenAsked("fresh", () -> front.upstreams.addTopic("fresh", 1));
        MetadataResponseData response = metadata(
                12,
                List.of(
                        new MetadataRequestTopic().setName(null).setTopicId(orders.id()),
                        new MetadataRequestTopic().setName("fresh"),
                        new MetadataRequestTopic().setName("nothing"),
                        new MetadataRequestTopic().setName("not a topic!")));
        assertThat(response.topics())
                .extracting(MetadataResponseTopic::name, MetadataResponseTopic::errorCode)
                .containsExactlyInAnyOrder(
                        tuple("orders", (short) 0),
                        tuple("fresh", (short) 0),
                        tuple("nothing", Errors.UNKNOWN_TOPIC_OR_PARTITION.code()),
                        tuple("not a topic!", Errors.INVALID_TOPIC_EXCEPTION.code()));
    }

    @Test
    void theClusterIsDescribedAsItsPods() {
        DescribeClusterResponseData response =
                client.call(1, new DescribeClusterRequestData(), DescribeClusterResponseData.class);
        assertThat(response.brokers())
                .extracting(DescribeClusterBroker::brokerId)
                .containsExactlyInAnyOrder(0, 1, 2);
        DescribeClusterResponseData controllers = client.call(
                1, new DescribeClusterRequestData().setEndpointType((byte) 2), DescribeClusterResponseData.class);
        assertThat(controllers.errorCode()).isEqualTo(Errors.MISMATCHED_ENDPOINT_TYPE.code());
    }

    private FetchResponseData fetch(RawClient reader, int version, int partition) {
        return reader.call(
                version,
                new FetchRequestData()
                        .setMaxBytes(1_000_000)
                        .setTopics(List.of(new FetchTopic()
                                .setTopic("orders")
                                .setTopicId(front.upstreams
                                        .topology()
                                        .topics()
                                        .values()
                                        .iterator()
                                        .next()
                                        .id())
                                .setPartitions(List.of(new FetchPartition()
                                        .setPartition(partition)
                                        .setPartitionMaxBytes(1_000_000))))),
                FetchResponseData.class);
    }

    @Test
    void aPodThatDoesNotHoldAPartitionSaysWhoDoes() {
        front.upstreams.addTopic("orders", 3);
        FetchResponseData response = fetch(client, 16, 1);
        PartitionData answer = response.responses().getFirst().partitions().getFirst();
        assertThat(answer.errorCode()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER.code());
        assertThat(answer.currentLeader().leaderId()).isEqualTo(1);
        assertThat(response.nodeEndpoints().find(1).host()).isEqualTo("pod-1");
        assertThat(fetch(client, 11, 1)
                        .responses()
                        .getFirst()
                        .partitions()
                        .getFirst()
                        .errorCode())
                .isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER.code());
    }

    @Test
    void theReadersOfAHotPartitionAreSpreadOverItsOwners() {
        front.upstreams.addTopic("orders", 3);
        front.upstreams.follow("orders", 0).append(TestRecords.large(0, 20_000));
        long elsewhere = 0;
        for (int i = 0; i < 40; i++) {
            try (var reader = front.client()) {
                PartitionData answer =
                        fetch(reader, 12, 0).responses().getFirst().partitions().getFirst();
                if (answer.preferredReadReplica() == 1) {
                    elsewhere++;
                    assertThat(TestRecords.offsets(answer)).isEmpty();
                } else {
                    assertThat(TestRecords.offsets(answer)).containsExactly(0L);
                }
            }
        }
        assertThat(elsewhere).as("every second one that comes while it is hot").isBetween(10L, 20L);
        pods.ready(1, false);
        for (int i = 0; i < 10; i++) {
            assertThat(fetch(client, 12, 0)
                            .responses()
                            .getFirst()
                            .partitions()
                            .getFirst()
                            .preferredReadReplica())
                    .isEqualTo(-1);
        }
    }
}
