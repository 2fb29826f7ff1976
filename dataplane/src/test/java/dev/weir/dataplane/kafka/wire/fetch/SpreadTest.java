package dev.weir.dataplane.kafka.wire.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.kafka.placement.Pod;
import dev.weir.dataplane.kafka.wire.TestPods;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private static final long HOT = 1_000;
    private static final int CLIENTS = 100;

    /** This pod leads it, and pod 1 holds it too. */
    private static final TopicPartition LED = new TopicPartition("orders", 0);
    /** Pod 2 leads it, and this pod holds it too. */
    private static final TopicPartition HELD = new TopicPartition("orders", 2);

    private final TestPods pods = new TestPods();
    private Instant now = Instant.ofEpochSecond(1_000);
    private final Spread spread = new Spread(pods, HOT, () -> now);

    @Test
    void aPartitionThatIsNotHotIsReadHere() {
        spread.sent(LED, (int) HOT);
        assertThat(sentAway(LED)).isEmpty();
    }

    @Test
    void everySecondClientOfAHotPartitionGoesToTheOtherPodThatHoldsIt() {
        spread.sent(LED, (int) HOT + 1);
        assertThat(sentAway(LED))
                .isEqualTo(IntStream.range(0, CLIENTS)
                        .filter(i -> i % 2 == 1)
                        .boxed()
                        .toList());
    }

    @Test
    void oneThatIsAloneStaysHoweverOftenItAsks() {
        for (int i = 0; i < 10; i++) {
            spread.sent(LED, (int) HOT + 1);
            assertThat(spread.preferred(LED, terms(7, 12))).isNull();
            now = now.plusSeconds(40);
        }
    }

    @Test
    void thereIsABoundToHowManyAreRemembered() {
        spread.sent(LED, (int) HOT + 1);
        IntStream.range(0, 10_000).forEach(client -> spread.preferred(LED, terms(client, 12)));
        assertThat(spread.preferred(LED, terms(10_001, 12))).isNull();
        now = now.plusSeconds(61);
        spread.sent(LED, (int) HOT + 1);
        assertThat(IntStream.range(20_000, 20_002).mapToObj(client -> spread.preferred(LED, terms(client, 12))))
                .as("those who are gone make room")
                .satisfiesOnlyOnce(preferred -> assertThat(preferred).isNotNull());
    }

    @Test
    void nobodyIsSentToAPodThatIsNotReady() {
        spread.sent(LED, (int) HOT + 1);
        pods.ready(1, false);
        assertThat(sentAway(LED)).isEmpty();
    }

    @Test
    void onlyThePodThatLeadsAPartitionSpreadsIt() {
        spread.sent(HELD, (int) HOT + 1);
        assertThat(sentAway(HELD)).isEmpty();
    }

    @Test
    void clientsThatDoNotKnowPreferredReplicasStay() {
        spread.sent(LED, (int) HOT + 1);
        assertThat(IntStream.range(0, CLIENTS)
                        .mapToObj(client -> spread.preferred(LED, terms(client, 10)))
                        .filter(Objects::nonNull))
                .isEmpty();
    }

    @Test
    void aClientThatIsBackEarlyStaysAndIsDecidedUponAnewLater() {
        spread.sent(LED, (int) HOT + 1);
        List<Integer> gone = sentAway(LED);
        now = now.plusSeconds(30);
        spread.sent(LED, (int) HOT + 1);
        assertThat(sentAway(LED)).as("back after 30 seconds").isEmpty();
        now = now.plusSeconds(31);
        spread.sent(LED, (int) HOT + 1);
        assertThat(sentAway(LED)).as("back after a minute").isEqualTo(gone);
    }

    private List<Integer> sentAway(TopicPartition partition) {
        return IntStream.range(0, CLIENTS)
                .filter(client -> {
                    Pod preferred = spread.preferred(partition, terms(client, 12));
                    assertThat(preferred == null || preferred.ordinal() == 1).isTrue();
                    return preferred != null;
                })
                .boxed()
                .toList();
    }

    private static FetchTerms terms(int client, int version) {
        return new FetchTerms(
                "client-" + client, (short) version, IsolationLevel.READ_UNCOMMITTED, 500, 1, 1024 * 1024);
    }
}
