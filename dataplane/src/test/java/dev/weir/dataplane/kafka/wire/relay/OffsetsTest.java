package dev.weir.dataplane.kafka.wire.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.kafka.wire.FakeUpstreams.Copy;
import dev.weir.dataplane.kafka.wire.RawClient;
import dev.weir.dataplane.kafka.wire.TestFront;
import dev.weir.dataplane.kafka.wire.TestRecords;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetsTest {
    private static final long LATEST = -1;
    private static final long EARLIEST = -2;
    private static final long MAX_TIMESTAMP = -3;

    private TestFront front;
    private RawClient client;
    private Copy copy;

    @BeforeEach
    void start(@TempDir Path folder) {
        front = new TestFront(folder);
        front.upstreams.addTopic("orders", 2);
        copy = front.upstreams.follow("orders", 0);
        client = front.client();
    }

    @AfterEach
    void stop() {
        client.close();
        front.close();
    }

    private ListOffsetsPartitionResponse list(long timestamp, int isolation, int epoch) {
        return list(7, timestamp, isolation, epoch);
    }

    private ListOffsetsPartitionResponse list(int version, long timestamp, int isolation, int epoch) {
        var request = new ListOffsetsRequestData()
                .setReplicaId(-1)
                .setIsolationLevel((byte) isolation)
                .setTopics(List.of(new ListOffsetsTopic()
                        .setName("orders")
                        .setPartitions(List.of(new ListOffsetsPartition()
                                .setTimestamp(timestamp)
                                .setCurrentLeaderEpoch(epoch)))));
        return client.call(version, request, ListOffsetsResponseData.class)
                .topics()
                .getFirst()
                .partitions()
                .getFirst();
    }

    private ListOffsetsPartitionResponse list(long timestamp) {
        return list(timestamp, 0, -1);
    }

    private void upstreamAnswers(long offset) {
        front.relay.answer(sent -> new ListOffsetsResponseData()
                .setTopics(List.of(new ListOffsetsTopicResponse()
                        .setName("orders")
                        .setPartitions(List.of(new ListOffsetsPartitionResponse().setOffset(offset))))));
    }

    @Test
    void whatTheCopyKnowsIsAnsweredHere() {
        copy.append(TestRecords.batch(0, 3));
        copy.append(TestRecords.batch(3, 3));
        assertThat(list(EARLIEST).offset()).isZero();
        assertThat(list(LATEST).offset()).isEqualTo(6);
        assertThat(list(1_004).offset()).isEqualTo(4);
        assertThat(list(1_004).timestamp()).isEqualTo(1_004);
        assertThat(list(9_999).offset()).isEqualTo(-1);
        assertThat(list(MAX_TIMESTAMP).offset()).isEqualTo(5);
        assertThat(list(LATEST).leaderEpoch()).isEqualTo(3);
        assertThat(front.relay.sent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void clientsThatKnowNothingOfEpochsAreAnsweredToo(int version) {
        copy.append(TestRecords.batch(0, 3));
        assertThat(list(version, LATEST, 0, -1).offset()).isEqualTo(3);
        assertThat(list(version, 1_001, 0, -1).offset()).isEqualTo(1);
        assertThat(list(version, EARLIEST, 0, -1).offset()).isZero();
        assertThat(front.relay.sent).isEmpty();
    }

    @Test
    void theLatestCommittedOffsetIsTheLastStableOne() {
        copy.append(TestRecords.batch(0, 3));
        copy.append(TestRecords.transactional(3, 2, 9));
        assertThat(list(LATEST, 1, -1).offset()).isEqualTo(3);
        assertThat(list(LATEST, 0, -1).offset()).isEqualTo(5);
        copy.append(TestRecords.marker(5, 9, ControlRecordType.COMMIT));
        assertThat(list(LATEST, 1, -1).offset()).isEqualTo(6);
    }

    @Test
    void theEarliestOffsetIsUpstreamsBeforeTheCopyReachesSoFar() {
        Copy other = front.upstreams.follow("orders", 0, 20);
        other.view(5, 30);
        assertThat(list(EARLIEST).offset()).isEqualTo(5);
    }

    @Test
    void whatTheCopyCannotKnowIsForTheLeaderToSay() {
        copy.append(TestRecords.batch(0, 3));
        copy.view(0, 50);
        upstreamAnswers(44);
        assertThat(list(9_999).offset()).isEqualTo(44);
        copy.warm(false);
        assertThat(list(LATEST).offset()).isEqualTo(44);
    }

    @Test
    void whileUpstreamIsAwayTheCopyAnswersAsWellAsItCan() {
        copy.append(TestRecords.batch(0, 3));
        copy.view(0, 50);
        copy.warm(false);
        assertThat(list(LATEST).offset()).isEqualTo(3);
        assertThat(list(1_001).offset()).isEqualTo(1);
    }

    @Test
    void anEpochThatIsNotTheLeadersIsRefused() {
        copy.append(TestRecords.batch(0, 3));
        assertThat(list(LATEST, 0, 2).errorCode()).isEqualTo(Errors.FENCED_LEADER_EPOCH.code());
        assertThat(list(LATEST, 0, 4).errorCode()).isEqualTo(Errors.UNKNOWN_LEADER_EPOCH.code());
        assertThat(list(LATEST, 0, 3).errorCode()).isZero();
    }

    @Test
    void aPartitionThatIsNotFollowedYetIsAskedForUpstreamAndFollowedFromThenOn() {
        upstreamAnswers(7);
        var request = new ListOffsetsRequestData()
                .setReplicaId(-1)
                .setTopics(List.of(new ListOffsetsTopic()
                        .setName("orders")
                        .setPartitions(List.of(
                                new ListOffsetsPartition().setPartitionIndex(1).setTimestamp(LATEST)))));
        ListOffsetsResponseData response = client.call(7, request, ListOffsetsResponseData.class);
        assertThat(response.topics().getFirst().partitions().getFirst().offset())
                .isEqualTo(7);
        assertThat(front.upstreams.demanded).containsExactly("orders");
    }

    private EpochEndOffset endOf(int epoch) {
        var request = new OffsetForLeaderEpochRequestData().setReplicaId(-1);
        request.topics()
                .add(new OffsetForLeaderTopic()
                        .setTopic("orders")
                        .setPartitions(List.of(new OffsetForLeaderPartition()
                                .setPartition(0)
                                .setCurrentLeaderEpoch(-1)
                                .setLeaderEpoch(epoch))));
        OffsetForLeaderEpochResponseData response = client.call(4, request, OffsetForLeaderEpochResponseData.class);
        return response.topics().find("orders").partitions().getFirst();
    }

    @Test
    void whereAnEpochEndedThatIsOverIsKnownHere() {
        copy.append(TestRecords.ofEpoch(2, 0, 4));
        copy.append(TestRecords.ofEpoch(3, 4, 4));
        assertThat(endOf(2).endOffset()).isEqualTo(4);
        assertThat(front.relay.sent).isEmpty();
    }

    @Test
    void whereThePresentEpochEndsIsForTheLeaderToSay() {
        copy.append(TestRecords.ofEpoch(3, 0, 4));
        copy.view(0, 90);
        front.relay.answer(sent -> {
            var response = new OffsetForLeaderEpochResponseData();
            response.topics()
                    .add(new OffsetForLeaderTopicResult()
                            .setTopic("orders")
                            .setPartitions(List.of(
                                    new EpochEndOffset().setLeaderEpoch(3).setEndOffset(95))));
            return response;
        });
        assertThat(endOf(3).endOffset()).isEqualTo(95);
        front.relay.answer(sent -> null);
        assertThat(endOf(3).endOffset()).isEqualTo(90);
    }
}
