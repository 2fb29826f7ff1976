package dev.weir.dataplane.kafka.web.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    private static final Uuid TOPIC = new Uuid(1, 2);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 1000})
    void whatIsWrittenIsReadAgain(int partitions) {
        var random = new Random(partitions);
        long[] offsets = random.longs(partitions, 0, Long.MAX_VALUE / 2).toArray();
        var cursor = Cursor.of(TOPIC, offsets);
        Cursor read = Cursor.read(cursor.toString());
        assertThat(read).isEqualTo(cursor);
        assertThat(read.partitions()).isEqualTo(partitions);
        assertThat(read.isOf(TOPIC)).isTrue();
        assertThat(read.isOf(new Uuid(1, 3))).isFalse();
    }

    /** Clients keep cursors for longer than a data-plane lives. */
    @Test
    void whatAnEarlierVersionWroteIsRead() {
        assertThat(Cursor.of(TOPIC, new long[] {0, 300, 299}))
                .hasToString("AQAAAAAAAAAFANgEAQ")
                .isEqualTo(Cursor.read("AQAAAAAAAAAFANgEAQ"));
    }

    @Test
    void aHundredPartitionsOfAboutTheSameSizeTakeFewBytesEach() {
        var random = new Random(1);
        long[] offsets = random.longs(100, 10_000_000, 10_010_000).toArray();
        assertThat(Cursor.of(TOPIC, offsets).toString()).hasSizeLessThan(100 * 4 + 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AQ", "!", "AgAAAAAAAAAFAA", "AQAAAAAAAAAFAP8", "AQAAAAAAAAAFAQ"})
    void whatIsNoCursorIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cursor.read(text));
    }
}
