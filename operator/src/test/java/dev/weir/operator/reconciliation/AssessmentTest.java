package dev.weir.operator.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.acknowledgement.PodReport.Rejection;
import dev.weir.operator.acknowledgement.PodReport.Silent;
import dev.weir.operator.acknowledgement.PodReport.Told;
import dev.weir.operator.conditions.Reason;
import dev.weir.operator.conditions.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AssessmentTest {

    @Test
    void programmed_when_every_ready_pod_runs_it() {
        assertThat(programmed(told("a", true, "new"), told("b", true, "new"), told("c", false, "old")))
                .isEqualTo(Reason.PROGRAMMED.because("Every ready pod runs what was applied, 2 of them."));
    }

    @Test
    void programming_while_some_do_not() {
        assertThat(programmed(told("a", true, "new"), told("b", true, "old"), told("c", true, null)))
                .isEqualTo(Reason.PROGRAMMING.because("1 of 3 ready pods run what was applied; waiting for b, c."));
    }

    @Test
    void no_pod_is_ready() {
        Statement statement = programmed(told("a", false, "new"));

        assertThat(statement.reason()).isEqualTo(Reason.NO_POD_READY);
        assertThat(statement.message()).contains("kubectl get pods -l app=orders");
    }

    @Test
    void a_pod_that_does_not_answer_is_named_with_the_reason() {
        Statement statement =
                programmed(told("a", true, "new"), new PodReport("b", true, new Silent("nothing listens")));

        assertThat(statement.reason()).isEqualTo(Reason.POD_SILENT);
        assertThat(statement.message()).contains("What b runs is not known: nothing listens");
    }

    @Test
    void a_pod_that_refuses_it_is_named_with_its_problems() {
        Statement statement = programmed(told("a", true, "new"), refusing("b", "old", "new"));

        assertThat(statement.reason()).isEqualTo(Reason.DOCUMENT_REJECTED);
        assertThat(statement.message())
                .isEqualTo("1 pod does not run what was applied. b tells: spec.exit: unknown."
                        + " It goes on with what it ran before.");
    }

    @Test
    void what_a_pod_refused_before_does_not_count() {
        assertThat(programmed(refusing("a", "old", "another")).reason()).isEqualTo(Reason.PROGRAMMING);
        assertThat(programmed(refusing("a", "new", "another")).reason()).isEqualTo(Reason.PROGRAMMED);
    }

    @Test
    void ready_is_blocked_by_the_first_statement_that_is_in_its_way() {
        List<Statement> statements = List.of(
                Reason.ACCEPTED.because("valid"),
                Reason.PROGRAMMING.because("1 of 2"),
                Reason.UPSTREAM_LOST.because("gone"));

        assertThat(Assessment.ready(statements, List.of(), 2)).isEqualTo(Reason.NOT_PROGRAMMED.because("1 of 2"));
    }

    @Test
    void a_cache_is_ready_before_it_is_warm() {
        List<Statement> statements = List.of(Reason.WARMING.because("3 %"));

        assertThat(Assessment.ready(statements, List.of(told("a", true, "new")), 1)
                        .reason())
                .isEqualTo(Reason.READY);
    }

    @Test
    void pods_that_are_missing_are_told_with_what_they_may_wait_for() {
        List<Statement> statements = List.of(Reason.STORAGE_CLASS_MISSING.because("There is no StorageClass fast."));

        assertThat(Assessment.ready(statements, List.of(told("a", false, "new")), 2))
                .isEqualTo(Reason.PODS_NOT_READY.because("0 of 2 pods are ready. There is no StorageClass fast."));
    }

    private static Statement programmed(PodReport... pods) {
        return Assessment.programmed(List.of(pods), "new", "app=orders");
    }

    private static PodReport told(String pod, boolean ready, @Nullable String checksum) {
        return new PodReport(pod, ready, new Told(checksum, null, MissingNode.getInstance()));
    }

    private static PodReport refusing(String pod, String runs, String refuses) {
        var rejection = new Rejection(refuses, List.of("spec.exit: unknown"));
        return new PodReport(pod, true, new Told(runs, rejection, MissingNode.getInstance()));
    }
}
