package dev.weir.dataplane.kafka.web.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.kafka.web.record.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class SegmentSummariesTest {
    private static final Uuid TOPIC = Uuid.randomUuid();

    @Test
    void noMoreAreMadeAtATimeThanThereIsRoomFor() {
        var summaries = new SegmentSummaries(1024 * 1024);
        var making = new ArrayList<SummaryInProgress>();
        for (int i = 0; i < 4; i++) {
            making.add(Objects.requireNonNull(summaries.begin(segment(i), 0)));
        }
        assertThat(summaries.begin(segment(4), 0)).isNull();
        assertThat(summaries.bytes()).isEqualTo(512 * 1024);
        making.forEach(SummaryInProgress::close);
        assertThat(summaries.bytes()).isZero();
        assertThat(summaries.begin(segment(4), 0)).isNotNull();
    }

    @Test
    void whatIsKnownIsForThatSegmentAlone() {
        var summaries = new SegmentSummaries(1024 * 1024);
        try (SummaryInProgress making = Objects.requireNonNull(summaries.begin(segment(1), 0))) {
            assertThat(making.add(0, new Messages(List.of(), 60))).isTrue();
            assertThat(making.isComplete()).isFalse();
            assertThat(making.add(70, new Messages(List.of(), 80)))
                    .as("60 to 69 were left out")
                    .isFalse();
            assertThat(making.add(50, new Messages(List.of(), 100))).isTrue();
            assertThat(making.isComplete()).isTrue();
            making.keep();
        }
        assertThat(summaries.of(segment(1))).isNotNull();
        assertThat(summaries.of(segment(2))).as("the log was cut since").isNull();
    }

    private static SegmentId segment(long generation) {
        return new SegmentId(TOPIC, 0, 0, 100, generation);
    }
}
