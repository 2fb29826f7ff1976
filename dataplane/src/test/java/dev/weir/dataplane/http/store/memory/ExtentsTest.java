package dev.weir.dataplane.http.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ExtentsTest {
    @Test
    void what_is_taken_lies_side_by_side_and_there_is_no_more_than_all() {
        var extents = new Extents(100);

        assertThat(extents.take(60)).isZero();
        assertThat(extents.take(30)).isEqualTo(60);
        assertThat(extents.take(11)).isEqualTo(Extents.NONE);
        assertThat(extents.take(10)).isEqualTo(90);
        assertThat(extents.take(1)).isEqualTo(Extents.NONE);
    }

    @Test
    void it_is_cut_from_the_smallest_that_is_large_enough() {
        var extents = new Extents(100);
        for (int i = 0; i < 10; i++) {
            extents.take(10);
        }
        extents.give(0, 10);
        extents.give(10, 10);
        extents.give(50, 10);

        assertThat(extents.take(8)).isEqualTo(50);
        assertThat(extents.take(20)).isZero();
    }

    @Test
    void what_is_given_back_is_joined_with_what_is_free_on_either_side() {
        var extents = new Extents(30);
        extents.take(10);
        extents.take(10);
        extents.take(10);
        extents.give(0, 10);
        extents.give(20, 10);
        assertThat(extents.pieces()).isEqualTo(2);

        extents.give(10, 10);
        assertThat(extents.pieces()).isEqualTo(1);
        assertThat(extents.take(30)).isZero();
    }

    @RepeatedTest(5)
    void nothing_is_taken_twice_and_all_of_it_comes_back(RepetitionInfo repetition) {
        long seed = 6151L * repetition.getCurrentRepetition();
        var random = new Random(seed);
        int length = 1000;
        var extents = new Extents(length);
        var taken = new TreeMap<Long, Long>();
        for (int step = 0; step < 5000; step++) {
            if (taken.isEmpty() || random.nextBoolean()) {
                long wanted = 1L + random.nextInt(60);
                long start = extents.take(wanted);
                if (start != Extents.NONE) {
                    assertThat(start).as("seed %d, step %d", seed, step).isBetween(0L, length - wanted);
                    var before = taken.floorEntry(start + wanted - 1);
                    assertThat(before == null || before.getKey() + before.getValue() <= start)
                            .as("seed %d, step %d", seed, step)
                            .isTrue();
                    taken.put(start, wanted);
                }
            } else {
                var any = taken.ceilingEntry((long) random.nextInt(length));
                var gone = any == null ? taken.firstEntry() : any;
                taken.remove(gone.getKey());
                extents.give(gone.getKey(), gone.getValue());
            }
        }
        taken.forEach(extents::give);
        assertThat(extents.pieces()).isEqualTo(1);
        assertThat(extents.take(length)).isZero();
    }
}
