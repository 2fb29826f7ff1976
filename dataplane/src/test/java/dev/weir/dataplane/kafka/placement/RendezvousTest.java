package dev.weir.dataplane.kafka.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    private static final int PARTITIONS = 4_000;

    private static TopicPartition partition(int index) {
        return new TopicPartition("topic-" + index % 40, index / 40);
    }

    @Test
    void everyReleaseAgreesWithTheOthers() {
        assertThat(IntStream.range(0, 8)
                        .mapToObj(index -> Rendezvous.owners(new TopicPartition("orders", index), 3, 2))
                        .map(owners -> owners[0] + "" + owners[1])
                        .toList())
                .containsExactly("01", "10", "01", "10", "10", "12", "10", "20");
    }

    @Test
    void partitionsAreSpreadEvenly() {
        int[] counts = new int[5];
        for (int index = 0; index < PARTITIONS; index++) {
            counts[Rendezvous.owners(partition(index), 5, 1)[0]]++;
        }
        assertThat(IntStream.of(counts))
                .allSatisfy(count -> assertThat(count).isBetween(PARTITIONS / 5 * 9 / 10, PARTITIONS / 5 * 11 / 10));
    }

    @Test
    void aPodMoreTakesItsShareAndMovesNothingElse() {
        int moved = 0;
        for (int index = 0; index < PARTITIONS; index++) {
            int before = Rendezvous.owners(partition(index), 3, 1)[0];
            int after = Rendezvous.owners(partition(index), 4, 1)[0];
            if (before != after) {
                assertThat(after).isEqualTo(3);
                moved++;
            }
        }
        assertThat(moved).isBetween(PARTITIONS * 23 / 100, PARTITIONS * 27 / 100);
    }

    @Test
    void copiesAreOnDifferentPods() {
        for (int index = 0; index < PARTITIONS; index++) {
            assertThat(Rendezvous.owners(partition(index), 4, 3)).hasSize(3).doesNotHaveDuplicates();
        }
        assertThat(Rendezvous.owners(partition(0), 2, 3)).containsExactlyInAnyOrder(0, 1);
    }
}
