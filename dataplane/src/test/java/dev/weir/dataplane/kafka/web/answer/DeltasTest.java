package dev.weir.dataplane.kafka.web.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.kafka.web.Batches;
import dev.weir.dataplane.kafka.web.record.Message;
import dev.weir.dataplane.kafka.web.record.RecordDecoder;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeltasTest {
    private static final String LONG = "{\"text\": \"" + "x".repeat(500) + "\", \"n\": ";

    private final AtomicLong bytes = new AtomicLong();

    @Test
    void theKeysThatCameLastAreKeptAsFarAsThereIsRoom() {
        try (var deltas = new Deltas(() -> 1_500, bytes)) {
            assertThat(kind(deltas, "a", LONG + "1}")).isEqualTo(Written.Kind.WHOLE);
            assertThat(kind(deltas, "b", LONG + "1}")).isEqualTo(Written.Kind.WHOLE);
            assertThat(kind(deltas, "a", LONG + "2}")).isEqualTo(Written.Kind.PATCH);
            assertThat(kind(deltas, "c", LONG + "1}")).isEqualTo(Written.Kind.WHOLE);
            assertThat(kind(deltas, "a", LONG + "3}")).isEqualTo(Written.Kind.PATCH);
            assertThat(kind(deltas, "b", LONG + "2}"))
                    .as("there was no room for it")
                    .isEqualTo(Written.Kind.WHOLE);
            assertThat(bytes.get()).isBetween(1_000L, 1_500L);
        }
        assertThat(bytes.get()).isZero();
    }

    @Test
    void nothingIsKeptWithoutRoom() {
        try (var deltas = new Deltas(() -> 100, bytes)) {
            assertThat(kind(deltas, "a", LONG + "1}")).isEqualTo(Written.Kind.WHOLE);
            assertThat(kind(deltas, "a", LONG + "2}")).isEqualTo(Written.Kind.WHOLE);
            assertThat(bytes.get()).isZero();
        }
    }

    @Test
    void whatHasNoKeyOrIsNoJsonOrLargeIsWhole() {
        try (var deltas = new Deltas(() -> 1_000_000, bytes)) {
            for (String value : List.of(LONG + "1}", "text " + LONG, "\"" + "x".repeat(64 * 1024) + "\"")) {
                assertThat(kind(deltas, null, value)).isEqualTo(Written.Kind.WHOLE);
                assertThat(kind(deltas, null, value)).isEqualTo(Written.Kind.WHOLE);
            }
            assertThat(bytes.get()).isZero();
            assertThat(kind(deltas, "a", LONG + "1}")).isEqualTo(Written.Kind.WHOLE);
            assertThat(kind(deltas, "a", "text")).isEqualTo(Written.Kind.WHOLE);
            assertThat(kind(deltas, "a", LONG + "1}"))
                    .as("the last value was another")
                    .isEqualTo(Written.Kind.WHOLE);
        }
    }

    private static Written.Kind kind(Deltas deltas, @Nullable String key, String value) {
        Message message = new RecordDecoder(0)
                .decode(
                        Uuid.randomUuid(),
                        new TopicPartition("t", 0),
                        0,
                        Batches.batch().add(1, key, value).at(0),
                        List.of())
                .list()
                .getFirst();
        return deltas.write(message).kind();
    }
}
