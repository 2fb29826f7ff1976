package dev.weir.dataplane.kafka.wire.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class FetchSessionsTest {
    private static final short BY_NAME = 12;
    private static final short BY_ID = 13;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final FetchSessions sessions = new FetchSessions(2, 10, Duration.ofMinutes(2), now::get);

    private static FetchRequestData request(int id, int epoch, int... partitions) {
        var topic = new FetchTopic().setTopic("orders");
        for (int partition : partitions) {
            topic.partitions().add(new FetchPartition().setPartition(partition).setFetchOffset(100));
        }
        return new FetchRequestData()
                .setSessionId(id)
                .setSessionEpoch(epoch)
                .setTopics(partitions.length == 0 ? List.of() : List.of(topic));
    }

    private int begin(int... partitions) {
        FetchScope scope = sessions.open(request(0, 0, partitions), BY_NAME);
        return sessions.begin((FetchScope.Begin) scope);
    }

    private List<Integer> continued(FetchRequestData request) {
        var scope = (FetchScope.Continue) sessions.open(request, BY_NAME);
        return scope.partitions().stream().map(each -> each.key().partition()).toList();
    }

    @Test
    void aRequestWithoutASessionIsAboutWhatItNames() {
        FetchScope scope = sessions.open(request(0, -1, 1, 2), BY_NAME);
        assertThat(scope)
                .isInstanceOfSatisfying(
                        FetchScope.Once.class,
                        once -> assertThat(once.partitions()).hasSize(2));
    }

    @Test
    void aSessionIsAboutWhatWasNamedBefore() {
        int id = begin(1, 2, 3);
        assertThat(continued(request(id, 1))).containsExactly(1, 2, 3);
        assertThat(continued(request(id, 2, 4))).containsExactly(1, 2, 3, 4);
        var forget = request(id, 3)
                .setForgottenTopicsData(
                        List.of(new ForgottenTopic().setTopic("orders").setPartitions(List.of(1, 3))));
        assertThat(continued(forget)).containsExactly(2, 4);
        assertThat(sessions.partitionCount()).isEqualTo(2);
    }

    @Test
    void aPartitionNamedAgainIsAskedAnew() {
        int id = begin(1);
        var scope = (FetchScope.Continue) sessions.open(request(id, 1, 1), BY_NAME);
        assertThat(scope.partitions().getFirst().offset()).isEqualTo(100);
        var further = request(id, 2, 1);
        further.topics().getFirst().partitions().getFirst().setFetchOffset(200);
        assertThat(((FetchScope.Continue) sessions.open(further, BY_NAME))
                        .partitions()
                        .getFirst()
                        .offset())
                .isEqualTo(200);
    }

    @Test
    void whatGotRecordsComesLastNextTime() {
        int id = begin(1, 2, 3);
        var scope = (FetchScope.Continue) sessions.open(request(id, 1), BY_NAME);
        scope.session().defer(scope.partitions().get(1));
        assertThat(continued(request(id, 2))).containsExactly(1, 3, 2);
    }

    @Test
    void onlyNewsAreToldAgain() {
        var partition = new FetchedPartition(
                new FetchedPartition.Key(Uuid.ZERO_UUID, "orders", 1), new FetchPartition().setPartition(1));
        var same = new PartitionData().setHighWatermark(5).setLogStartOffset(0);
        assertThat(partition.tell(same)).isTrue();
        assertThat(partition.tell(same)).isFalse();
        assertThat(partition.tell(same.duplicate().setHighWatermark(6))).isTrue();
        assertThat(partition.tell(same.duplicate().setErrorCode(Errors.UNKNOWN_SERVER_ERROR.code())))
                .isTrue();
        assertThat(partition.tell(same)).isTrue();
        assertThat(partition.tell(same.duplicate().setPreferredReadReplica(2))).isTrue();
    }

    @Test
    void aSessionThatIsNotKnownIsRefused() {
        assertThat(sessions.open(request(77, 5), BY_NAME))
                .isEqualTo(new FetchScope.Refused(Errors.FETCH_SESSION_ID_NOT_FOUND));
    }

    @Test
    void aRequestOutOfTurnIsRefused() {
        int id = begin(1);
        assertThat(sessions.open(request(id, 2), BY_NAME))
                .isEqualTo(new FetchScope.Refused(Errors.INVALID_FETCH_SESSION_EPOCH));
    }

    @Test
    void aSessionKeepsToNamesOrToIds() {
        int id = begin(1);
        assertThat(sessions.open(request(id, 1), BY_ID))
                .isEqualTo(new FetchScope.Refused(Errors.FETCH_SESSION_TOPIC_ID_ERROR));
    }

    @Test
    void aSessionEndsWhenItsClientEndsItOrBeginsAnother() {
        int id = begin(1);
        assertThat(sessions.open(request(id, -1, 1), BY_NAME)).isInstanceOf(FetchScope.Once.class);
        assertThat(sessions.size()).isZero();
        int next = begin(1);
        assertThat(sessions.open(request(next, 0, 1), BY_NAME)).isInstanceOf(FetchScope.Begin.class);
        assertThat(sessions.size()).isZero();
    }

    @Test
    void aSessionAboutNothingEnds() {
        int id = begin(1);
        var forget = request(id, 1)
                .setForgottenTopicsData(
                        List.of(new ForgottenTopic().setTopic("orders").setPartitions(List.of(1))));
        assertThat(sessions.open(forget, BY_NAME)).isEqualTo(new FetchScope.Once(List.of()));
        assertThat(sessions.size()).isZero();
    }

    @Test
    void withoutRoomThereIsNoSessionUntilOneHasBeenIdle() {
        int first = begin(1);
        begin(2);
        assertThat(begin(3)).isZero();
        now.set(now.get().plus(Duration.ofMinutes(3)));
        assertThat(begin(3)).isNotZero();
        assertThat(sessions.size()).isEqualTo(2);
        assertThat(sessions.evictions()).isEqualTo(1);
        assertThat(sessions.open(request(first, 1), BY_NAME)).isInstanceOf(FetchScope.Refused.class);
    }

    @Test
    void aSessionThatGrowsOverTheLimitEnds() {
        int id = begin(1, 2, 3, 4, 5, 6);
        assertThat(begin(1, 2, 3, 4, 5, 6)).isZero();
        assertThat(sessions.open(request(id, 1, 7, 8, 9, 10, 11), BY_NAME))
                .isEqualTo(new FetchScope.Refused(Errors.FETCH_SESSION_ID_NOT_FOUND));
        assertThat(sessions.partitionCount()).isZero();
    }
}
