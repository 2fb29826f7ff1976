package dev.weir.dataplane.kafka.wire.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.wire.FakeUpstreams.Copy;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import dev.weir.dataplane.kafka.wire.RawClient;
import dev.weir.dataplane.kafka.wire.TestFront;
import dev.weir.dataplane.kafka.wire.TestRecords;
import io.micrometer.core.instrument.Counter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LeakWatch.class)
class FetchTest {
    private static final short VERSION = 12;

    private TestFront front;
    private RawClient client;
    private Topic topic;

    @BeforeEach
    void start(@TempDir Path folder) {
        front = new TestFront(folder);
        topic = front.upstreams.addTopic("orders", 2);
        client = front.client();
    }

    @AfterEach
    void stop() {
        client.close();
        front.close();
    }

    private FetchRequestData request(int waitMillis, FetchPartition... partitions) {
        return new FetchRequestData()
                .setMaxWaitMs(waitMillis)
                .setMinBytes(1)
                .setMaxBytes(1_000_000)
                .setTopics(List.of(new FetchTopic()
                        .setTopic("orders")
                        .setTopicId(topic.id())
                        .setPartitions(List.of(partitions))));
    }

    private static FetchPartition at(int partition, long offset) {
        return new FetchPartition()
                .setPartition(partition)
                .setFetchOffset(offset)
                .setPartitionMaxBytes(1_000_000);
    }

    private List<PartitionData> fetch(FetchRequestData request) {
        return fetch(VERSION, request);
    }

    private List<PartitionData> fetch(int version, FetchRequestData request) {
        FetchResponseData response = client.call(version, request, FetchResponseData.class);
        assertThat(response.errorCode()).isZero();
        return response.responses().stream()
                .flatMap(each -> each.partitions().stream())
                .toList();
    }

    private PartitionData fetchOne(int waitMillis, FetchPartition partition) {
        return fetch(request(waitMillis, partition)).getFirst();
    }

    static IntStream versions() {
        return IntStream.rangeClosed(ApiKeys.FETCH.oldestVersion(), ApiKeys.FETCH.latestVersion());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyVersionGetsTheRecordsByteForByte(int version) {
        Copy copy = front.upstreams.follow("orders", 0);
        MemoryRecords records = TestRecords.batch(0, 3);
        copy.append(records);
        PartitionData answer = fetch(version, request(0, at(0, 0))).getFirst();
        assertThat(((MemoryRecords) answer.records()).buffer()).isEqualTo(records.buffer());
        assertThat(answer.highWatermark()).isEqualTo(3);
        assertThat(answer.logStartOffset()).isEqualTo(version >= 5 ? 0 : -1);
    }

    private void waitUntilWaiting(int count) {
        await().untilAsserted(() -> assertThat(
                        front.meters.get("weir.kafka.fetch.waiting").gauge().value())
                .isEqualTo(count));
    }

    @Test
    void theFirstBatchComesWholeEvenOverEveryLimit() {
        Copy copy = front.upstreams.follow("orders", 0);
        copy.append(TestRecords.large(0, 50_000));
        Copy other = front.upstreams.follow("orders", 1);
        other.append(TestRecords.large(0, 50_000));
        List<PartitionData> answers =
                fetch(request(0, at(0, 0).setPartitionMaxBytes(10), at(1, 0).setPartitionMaxBytes(10))
                        .setMaxBytes(10));
        assertThat(TestRecords.offsets(answers.get(0))).containsExactly(0L);
        assertThat(TestRecords.offsets(answers.get(1))).isEmpty();
    }

    @Test
    void readCommittedEndsBeforeAnOpenTransactionAndNamesAbortedOnes() {
        Copy copy = front.upstreams.follow("orders", 0);
        copy.append(TestRecords.transactional(0, 2, 7));
        copy.append(TestRecords.marker(2, 7, ControlRecordType.ABORT));
        copy.append(TestRecords.transactional(3, 2, 8));
        FetchRequestData committed = request(0, at(0, 0)).setIsolationLevel((byte) 1);
        PartitionData answer = fetch(committed).getFirst();
        assertThat(answer.lastStableOffset()).isEqualTo(3);
        assertThat(answer.highWatermark()).isEqualTo(5);
        assertThat(TestRecords.offsets(answer)).containsExactly(0L, 1L, 2L);
        assertThat(answer.abortedTransactions())
                .singleElement()
                .satisfies(aborted -> assertThat(aborted.producerId()).isEqualTo(7));
        PartitionData all = fetchOne(0, at(0, 0));
        assertThat(TestRecords.offsets(all)).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(all.abortedTransactions()).isNull();
    }

    @Test
    void anIncrementalFetchTellsNewsOnly() {
        Copy copy = front.upstreams.follow("orders", 0);
        front.upstreams.follow("orders", 1);
        FetchResponseData full =
                client.call(VERSION, request(0, at(0, 0), at(1, 0)).setSessionEpoch(0), FetchResponseData.class);
        assertThat(full.sessionId()).isPositive();
        copy.append(TestRecords.batch(0, 1));
        var more = new FetchRequestData()
                .setMaxWaitMs(10_000)
                .setMinBytes(1)
                .setMaxBytes(1_000_000)
                .setSessionId(full.sessionId())
                .setSessionEpoch(1);
        FetchResponseData news = client.call(VERSION, more, FetchResponseData.class);
        assertThat(news.responses()).hasSize(1);
        assertThat(news.responses().getFirst().partitions())
                .extracting(PartitionData::partitionIndex)
                .containsExactly(0);
        client.close();
        await().untilAsserted(() -> assertThat(
                        front.meters.get("weir.kafka.fetch.sessions").gauge().value())
                .isZero());
    }

    @Test
    void recordsAreCountedByTopicOnceTheClientMovesPastThem() {
        Copy copy = front.upstreams.follow("orders", 0);
        copy.append(TestRecords.batch(0, 3));
        FetchResponseData first =
                client.call(VERSION, request(0, at(0, 0)).setSessionEpoch(0), FetchResponseData.class);
        FetchRequestData next =
                request(0, at(0, 3)).setSessionId(first.sessionId()).setSessionEpoch(1);
        client.call(VERSION, next, FetchResponseData.class);
        client.call(VERSION, request(0, at(0, 1)), FetchResponseData.class); // moves nothing: it is no session's
        await().untilAsserted(() -> {
            assertThat(counted("weir.kafka.fetch.records")).isEqualTo(3);
            assertThat(counted("weir.kafka.fetch.bytes")).isPositive();
        });
    }

    private double counted(String name) {
        return front.meters.get(name).tag("topic", "orders").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void topicsAndPartitionsThatAreNotHereAreUnknown() {
        front.upstreams.follow("orders", 0);
        assertThat(fetchOne(0, at(9, 0)).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        FetchRequestData unknownName = request(0, at(0, 0));
        unknownName.topics().getFirst().setTopic("nothing");
        assertThat(fetch(unknownName).getFirst().errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        FetchRequestData unknownId = request(0, at(0, 0));
        unknownId.topics().getFirst().setTopicId(Uuid.randomUuid());
        assertThat(fetch(13, unknownId).getFirst().errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
    }

    @Test
    void anOldLeaderEpochIsFencedAndANewOneLearned() {
        front.upstreams.follow("orders", 0).append(TestRecords.batch(0, 1));
        assertThat(fetchOne(0, at(0, 0).setCurrentLeaderEpoch(2)).errorCode())
                .isEqualTo(Errors.FENCED_LEADER_EPOCH.code());
        assertThat(fetchOne(0, at(0, 0).setCurrentLeaderEpoch(3)).errorCode()).isZero();
        assertThat(fetchOne(100, at(0, 0).setCurrentLeaderEpoch(4)).errorCode())
                .isEqualTo(Errors.UNKNOWN_LEADER_EPOCH.code());
        front.upstreams.whenAsked("orders", () -> front.upstreams.epoch("orders", 5));
        assertThat(fetchOne(10_000, at(0, 0).setCurrentLeaderEpoch(5)).errorCode())
                .isZero();
    }

    @Test
    void anOffsetThatIsNotHereYetIsWaitedForAndNeverOutOfRange() {
        Copy copy = front.upstreams.follow("orders", 0);
        copy.append(TestRecords.batch(0, 2));
        copy.view(0, 100);
        assertThat(fetchOne(100, at(0, 50)).errorCode()).isEqualTo(Errors.OFFSET_NOT_AVAILABLE.code());
        client.send(VERSION, request(20_000, at(0, 3)));
        waitUntilWaiting(1);
        copy.append(TestRecords.batch(2, 2));
        FetchResponseData response = client.receive(VERSION, ApiKeys.FETCH, FetchResponseData.class);
        assertThat(TestRecords.offsets(
                        response.responses().getFirst().partitions().getFirst()))
                .contains(3L);
    }

    @Test
    void theEndOfACopyThatIsBehindIsNotTheEnd() {
        Copy copy = front.upstreams.follow("orders", 0);
        copy.warm(false);
        assertThat(ends(0)).as("upstream has said nothing yet").isEqualTo("-1 -1");
        copy.view(0, 100);
        assertThat(ends(0)).isEqualTo("100 -1");
        copy.append(TestRecords.batch(0, 100));
        copy.warm(true);
        assertThat(ends(100)).isEqualTo("100 100");
        copy.view(0, 101);
        assertThat(ends(100)).isEqualTo("101 -1");
    }

    /** The high watermark and the last stable offset that whoever is here is told. */
    private String ends(long offset) {
        PartitionData answer = fetchOne(0, at(0, offset));
        assertThat(answer.errorCode()).isZero();
        return answer.highWatermark() + " " + answer.lastStableOffset();
    }

    @Test
    void anOffsetBeyondUpstreamIsOutOfRangeWhenUpstreamSaysSo() {
        Copy copy = front.upstreams.follow("orders", 0);
        copy.append(TestRecords.batch(0, 2));
        upstreamEndsAt(10);
        assertThat(fetchOne(100, at(0, 11)).errorCode()).isEqualTo(Errors.OFFSET_OUT_OF_RANGE.code());
        assertThat(fetchOne(100, at(0, 10)).errorCode()).isEqualTo(Errors.OFFSET_NOT_AVAILABLE.code());
        front.relay.answer(request -> null);
        assertThat(fetchOne(100, at(0, 11)).errorCode()).isEqualTo(Errors.OFFSET_NOT_AVAILABLE.code());
    }

    private void upstreamEndsAt(long offset) {
        front.relay.answer(request -> new ListOffsetsResponseData()
                .setTopics(List.of(new ListOffsetsTopicResponse()
                        .setName("orders")
                        .setPartitions(List.of(new ListOffsetsPartitionResponse().setOffset(offset))))));
    }

    @Test
    void anOffsetBelowUpstreamsStartIsOutOfRange() {
        Copy copy = front.upstreams.follow("orders", 0, 20);
        copy.append(TestRecords.batch(20, 2));
        copy.view(10, 22);
        assertThat(fetchOne(100, at(0, 9)).errorCode()).isEqualTo(Errors.OFFSET_OUT_OF_RANGE.code());
    }

    @Test
    void whatUpstreamHasAndThisCopyHasNotIsReadThrough() {
        Copy copy = front.upstreams.follow("orders", 0, 20);
        copy.append(TestRecords.batch(20, 2));
        copy.view(10, 22);
        upstreamHas(TestRecords.batch(12, 3));
        PartitionData answer = fetchOne(10_000, at(0, 12));
        assertThat(TestRecords.offsets(answer)).containsExactly(12L, 13L, 14L);
        assertThat(front.relay.sent).singleElement().satisfies(sent -> {
            assertThat(sent.to()).isEqualTo(new Destination.LeaderOf(new TopicPartition("orders", 0)));
            assertThat(sent.body(FetchRequestData.class)
                            .topics()
                            .getFirst()
                            .partitions()
                            .getFirst()
                            .fetchOffset())
                    .isEqualTo(12);
        });
        // given back when the answer has been sent, which the client may see first
        await().untilAsserted(() -> assertThat(front.meters
                        .get("weir.kafka.fetch.readthrough.held")
                        .gauge()
                        .value())
                .isZero());
    }

    private void upstreamHas(MemoryRecords records) {
        front.relay.answer(request -> {
            var response = new FetchResponseData();
            response.responses()
                    .add(new FetchResponseData.FetchableTopicResponse()
                            .setTopic("orders")
                            .setTopicId(topic.id())
                            .setPartitions(List.of(new PartitionData()
                                    .setPartitionIndex(0)
                                    .setHighWatermark(100)
                                    .setRecords(records))));
            return response;
        });
    }

    @Test
    void aPartitionThatIsOnlyUpstreamIsServedBesideOnesThatAreHere() {
        front.upstreams.follow("orders", 1).append(TestRecords.batch(0, 1));
        Copy copy = front.upstreams.follow("orders", 0, 20);
        copy.append(TestRecords.batch(20, 2));
        copy.view(10, 22);
        upstreamHas(TestRecords.batch(12, 3));
        List<PartitionData> answers = fetch(request(10_000, at(1, 0), at(0, 12)));
        assertThat(TestRecords.offsets(answers.get(0))).containsExactly(0L);
        assertThat(TestRecords.offsets(answers.get(1))).containsExactly(12L, 13L, 14L);
    }

    @Test
    void whileUpstreamIsAwayWhatIsOnlyThereIsNotAvailable() {
        Copy copy = front.upstreams.follow("orders", 0, 20);
        copy.append(TestRecords.batch(20, 2));
        copy.view(10, 22);
        assertThat(fetchOne(100, at(0, 12)).errorCode()).isEqualTo(Errors.OFFSET_NOT_AVAILABLE.code());
    }

    @Test
    void aTopicThatIsNotFollowedYetIsFollowedAndWaitedFor() {
        client.send(VERSION, request(20_000, at(0, 0)));
        waitUntilWaiting(1);
        assertThat(front.upstreams.demanded).containsExactly("orders");
        front.upstreams.follow("orders", 0).append(TestRecords.batch(0, 1));
        FetchResponseData response = client.receive(VERSION, ApiKeys.FETCH, FetchResponseData.class);
        assertThat(TestRecords.offsets(
                        response.responses().getFirst().partitions().getFirst()))
                .containsExactly(0L);
    }

    @Test
    void aTopicThatIsNotFollowedInTimeIsReadThrough() {
        upstreamHas(TestRecords.batch(0, 2));
        assertThat(TestRecords.offsets(fetchOne(50, at(0, 0)))).containsExactly(0L, 1L);
    }

    @Test
    void aTopicThatIsDeletedEndsTheWaitForIt() {
        front.upstreams.follow("orders", 0);
        client.send(VERSION, request(60_000, at(0, 0)));
        waitUntilWaiting(1);
        front.upstreams.delete("orders");
        FetchResponseData response = client.receive(VERSION, ApiKeys.FETCH, FetchResponseData.class);
        assertThat(response.responses().getFirst().partitions().getFirst().errorCode())
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    @Test
    void clientsThatDoNotKnowZstdAreNotGivenIt() {
        front.upstreams
                .follow("orders", 0)
                .append(TestRecords.batch(0, 5, Compression.zstd().build()));
        assertThat(fetch(9, request(0, at(0, 0))).getFirst().errorCode())
                .isEqualTo(Errors.UNSUPPORTED_COMPRESSION_TYPE.code());
        assertThat(TestRecords.offsets(fetch(10, request(0, at(0, 0))).getFirst()))
                .hasSize(5);
    }

    @Test
    void aClientThatHasRecordsWhichUpstreamLostIsToldWhereItDiverged() {
        Copy copy = front.upstreams.follow("orders", 0);
        copy.append(TestRecords.ofEpoch(3, 0, 5));
        copy.append(TestRecords.ofEpoch(5, 5, 5));
        PartitionData answer = fetchOne(0, at(0, 8).setLastFetchedEpoch(3));
        assertThat(answer.divergingEpoch().epoch()).isEqualTo(3);
        assertThat(answer.divergingEpoch().endOffset()).isEqualTo(5);
    }

    @Test
    void aFetchThatWaitsIsAnsweredWhenTheListenerGoes() {
        front.upstreams.follow("orders", 0);
        client.send(VERSION, request(60_000, at(0, 0)));
        waitUntilWaiting(1);
        front.drain();
        FetchResponseData response = client.receive(VERSION, ApiKeys.FETCH, FetchResponseData.class);
        assertThat(response.errorCode()).isZero();
        assertThat(client.isClosedByServer()).isTrue();
    }
}
