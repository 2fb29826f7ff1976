package dev.weir.dataplane.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangesTest {
    @Test
    void partsThatTouchAreJoined() {
        Ranges ranges = new Ranges();
        ranges.add(10, 20);
        ranges.add(30, 40);
        assertThat(ranges.cover(10, 40)).isFalse();
        ranges.add(20, 30);

        assertThat(ranges.cover(10, 40)).isTrue();
        assertThat(ranges.cover(9, 12)).isFalse();
        assertThat(ranges.cover(39, 41)).isFalse();
        assertThat(ranges.cover(100, 100)).isTrue();
    }

    @Test
    void anyOrderOfPartsCoversWhatASetOfBytesWould() {
        long seed = Long.getLong("weir.seed", System.nanoTime());
        System.out.println("RangesTest: -Dweir.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Ranges ranges = new Ranges();
            BitSet bytes = new BitSet();
            for (int i = 0; i < 20; i++) {
                int from = random.nextInt(60);
                int to = from + 1 + random.nextInt(10);
                ranges.add(from, to);
                bytes.set(from, to);
                int askFrom = random.nextInt(60);
                int askTo = askFrom + 1 + random.nextInt(20);
                assertThat(ranges.cover(askFrom, askTo)).isEqualTo(bytes.nextClearBit(askFrom) >= askTo);
            }
        }
    }
}
