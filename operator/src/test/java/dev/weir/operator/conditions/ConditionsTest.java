package dev.weir.operator.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Condition;
import dev.weir.api.ConditionStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Instant EARLIER = Instant.parse("2026-11-01T10:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-01T11:00:00.5Z");
    private static final Conditions NONE = new Conditions(List.of());

    @Test
    void a_condition_tells_since_when_to_the_second() {
        assertThat(NONE.state(List.of(Reason.WARMING.because("1 %")), 3, NOW).list())
                .containsExactly(
                        new Condition("Warm", ConditionStatus.FALSE, 3, "2026-11-01T11:00:00Z", "Warming", "1 %"));
    }

    @Test
    void the_time_stays_while_the_status_does() {
        Conditions before = NONE.state(List.of(Reason.NO_POD_READY.because("none")), 1, EARLIER);

        Condition after = before.state(List.of(Reason.PROGRAMMING.because("some")), 2, NOW)
                .list()
                .getFirst();

        assertThat(after.lastTransitionTime()).isEqualTo("2026-11-01T10:00:00Z");
        assertThat(after.observedGeneration()).isEqualTo(2);
        assertThat(after.reason()).isEqualTo("Programming");
    }

    @Test
    void the_time_moves_with_the_status() {
        Conditions before = NONE.state(List.of(Reason.PROGRAMMING.because("some")), 1, EARLIER);

        Condition after = before.state(List.of(Reason.PROGRAMMED.because("all")), 1, NOW)
                .list()
                .getFirst();

        assertThat(after.lastTransitionTime()).isEqualTo("2026-11-01T11:00:00Z");
    }

    @Test
    void news_is_a_status_or_a_reason_that_was_another() {
        Conditions before =
                NONE.state(List.of(Reason.PROGRAMMING.because("1 of 3"), Reason.WARM.because("all")), 1, EARLIER);
        Conditions after =
                before.state(List.of(Reason.POD_SILENT.because("orders-1"), Reason.WARM.because("still all")), 1, NOW);

        assertThat(after.since(before))
                .extracting(transition -> transition.condition().reason())
                .containsExactly("PodSilent");
    }

    @Test
    void what_was_never_known_is_no_news_while_it_is_not_known() {
        Conditions after = NONE.state(
                List.of(Reason.UPSTREAM_NOT_TOLD.because("nobody"), Reason.ACCEPTED.because("valid")), 1, NOW);

        assertThat(after.since(NONE))
                .extracting(transition -> transition.condition().type())
                .containsExactly("Accepted");
    }

    @Test
    void what_is_restated_stands_where_it_stood() {
        Conditions before = NONE.state(
                List.of(
                        Reason.ACCEPTED.because("valid"),
                        Reason.PROGRAMMED.because("all"),
                        Reason.READY.because("yes")),
                1,
                EARLIER);

        Conditions after = before.restate(List.of(Reason.APPLY_FAILED.because("no")), 2, NOW);

        assertThat(after.list()).extracting(Condition::reason).containsExactly("Accepted", "ApplyFailed", "Ready");
    }

    @Test
    void a_message_has_a_bound() {
        Conditions conditions = NONE.state(List.of(Reason.INVALID.because("x".repeat(100_000))), 1, NOW);

        assertThat(conditions.list().getFirst().message()).hasSize(1024).endsWith("…");
    }
}
