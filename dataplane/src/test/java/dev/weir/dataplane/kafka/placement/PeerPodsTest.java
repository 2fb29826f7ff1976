package dev.weir.dataplane.kafka.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PeerPodsTest {
    private final Set<String> alive = ConcurrentHashMap.newKeySet();
    private final PeerProbe probe = (host, port) -> alive.contains(host + ":" + port);

    private PeerPods pods(int ordinal, String addresses, int count, int copies) {
        var layout = new PeerPods.Layout(PeerAddresses.parse(addresses), count, 9092, copies);
        return new PeerPods(ordinal, layout, probe, Duration.ofMillis(5));
    }

    @Test
    void aPodCountsItselfAndWhomeverAnswers() {
        alive.add("c:3");
        try (var pods = pods(0, "a:1,b:2,c:3", 1, 1)) {
            var changes = new AtomicInteger();
            pods.onChange(changes::incrementAndGet);
            await().untilAsserted(() ->
                    assertThat(pods.serving()).extracting(Pod::ordinal).containsExactly(0, 2));
            alive.add("b:2");
            await().untilAsserted(() ->
                    assertThat(pods.serving()).extracting(Pod::ordinal).containsExactly(0, 1, 2));
            alive.remove("c:3");
            await().untilAsserted(() ->
                    assertThat(pods.serving()).extracting(Pod::ordinal).containsExactly(0, 1));
            assertThat(changes).hasValueGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void ownersStayOwnersWhetherTheyAnswerOrNot() {
        try (var pods = pods(1, "pod-{ordinal}.pods", 3, 2)) {
            var partition = new TopicPartition("orders", 0);
            assertThat(pods.owners(partition)).hasSize(2);
            assertThat(pods.owns(partition))
                    .isEqualTo(pods.owners(partition).stream().anyMatch(pod -> pod.ordinal() == 1));
            assertThat(pods.pods()).extracting(Pod::host).containsExactly("pod-0.pods", "pod-1.pods", "pod-2.pods");
            assertThat(pods.pods()).extracting(Pod::port).containsOnly(9092);
        }
    }

    @Test
    void morePodsAreLookedAtWithoutForgettingTheOthers() {
        alive.addAll(Set.of("pod-0:9092", "pod-1:9092", "pod-2:9092"));
        try (var pods = pods(0, "pod-{ordinal}", 2, 1)) {
            await().untilAsserted(() -> assertThat(pods.serving()).hasSize(2));
            pods.apply(new PeerPods.Layout(PeerAddresses.parse("pod-{ordinal}"), 3, 9092, 1));
            assertThat(pods.serving()).extracting(Pod::ordinal).contains(0, 1);
            await().untilAsserted(() -> assertThat(pods.serving()).hasSize(3));
        }
    }

    @Test
    void anOrdinalThatNoPodHasIsRefused() {
        assertThatThrownBy(() -> pods(3, "a:1,b:2,c:3", 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ordinal 3")
                .hasMessageContaining("only 3 pods");
    }

    @Test
    void addressesAreReadAsUsersWriteThem() {
        assertThat(PeerAddresses.parse("a:1, b ,[::1]:3").addresses())
                .containsExactly(
                        new PeerAddresses.Address("a", 1),
                        new PeerAddresses.Address("b", 0),
                        new PeerAddresses.Address("::1", 3));
        assertThatThrownBy(() -> PeerAddresses.parse("a:0")).hasMessageContaining("'0' is not a port");
        assertThatThrownBy(() -> PeerAddresses.parse("a:1,,b:2")).hasMessageContaining("names no host");
        assertThatThrownBy(() -> PeerAddresses.parse("a,b-{ordinal}")).hasMessageContaining("the only one");
    }
}
