package dev.weir.dataplane.kafka.web.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashSketchTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 5_000, 50_000})
    void whatWasAddedIsThereAndLittleElse(int count) {
        var sketch = new HashSketch();
        new Random(7).longs(count).forEach(sketch::add);
        sketch.compact();
        assertThat(new Random(7).longs(count).allMatch(sketch::mayHave)).isTrue();
        long others = new Random(8).longs(100_000).filter(sketch::mayHave).count();
        assertThat(others).isLessThan(1_000);
        assertThat(sketch.bytes()).isLessThanOrEqualTo(Math.max(128, 8 * count));
    }

    @ParameterizedTest
    @ValueSource(ints = {200_000, 1_000_000})
    void whatHasHadTooMuchTakesEverythingForThere(int count) {
        var sketch = new HashSketch();
        new Random(7).longs(count).forEach(sketch::add);
        sketch.compact();
        assertThat(new Random(8).longs(100_000).allMatch(sketch::mayHave)).isTrue();
        assertThat(sketch.bytes()).isEqualTo(64 * 1024);
    }
}
