package dev.weir.operator.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.acknowledgement.PodReport.Rejection;
import dev.weir.operator.acknowledgement.PodReport.Silent;
import dev.weir.operator.acknowledgement.PodReport.Told;
import dev.weir.operator.references.SecretState;
import dev.weir.operator.references.SecretState.Missing;
import dev.weir.operator.references.SecretState.Present;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NudgeTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    @Test
    void a_pod_that_runs_an_older_document_is_nudged() {
        assertThat(due(pod(null), runs("old"))).contains("new@2026-11-01T10:00:00Z");
    }

    @Test
    void a_pod_is_not_nudged_again_at_once() {
        assertThat(due(pod("new@2026-11-01T09:59:50Z"), runs("old"))).isEmpty();
    }

    @Test
    void a_pod_is_nudged_again_after_a_while() {
        assertThat(due(pod("new@2026-11-01T09:59:40Z"), runs("old"))).contains("new@2026-11-01T10:00:00Z");
    }

    @Test
    void a_nudge_for_another_document_or_by_another_hand_does_not_count() {
        assertThat(due(pod("older@2026-11-01T09:59:59Z"), runs("old"))).isPresent();
        assertThat(due(pod("new@whenever"), runs("old"))).isPresent();
    }

    @Test
    void a_pod_that_has_seen_it_is_left_alone() {
        assertThat(due(pod(null), runs("new"))).isEmpty();
        assertThat(due(pod(null), new Told("old", new Rejection("new", List.of()), MissingNode.getInstance())))
                .isEmpty();
    }

    @Test
    void a_pod_that_does_not_answer_is_left_alone() {
        assertThat(due(pod(null), new Silent("nothing listens"))).isEmpty();
    }

    @Test
    void a_pod_is_nudged_once_for_each_version_of_its_secrets() {
        Map<String, SecretState> secrets = Map.of("a", new Present(Set.of("key"), "1"), "b", new Missing());
        String first = Nudge.due(pod(null), secrets).orElseThrow();

        assertThat(Nudge.due(told(first), secrets)).isEmpty();
        assertThat(Nudge.due(told(first), Map.of("a", new Present(Set.of("key"), "2"), "b", new Missing())))
                .isPresent()
                .get()
                .isNotEqualTo(first);
        assertThat(Nudge.due(
                        told(first), Map.of("a", new Present(Set.of("key"), "1"), "b", new Present(Set.of(), "1"))))
                .isPresent();
    }

    @Test
    void a_pod_without_secrets_is_not_nudged_for_them() {
        assertThat(Nudge.due(pod(null), Map.of())).isEmpty();
    }

    private static Pod told(String secrets) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("orders-0")
                .withAnnotations(Map.of(Nudge.SECRETS, secrets))
                .endMetadata()
                .build();
    }

    private static Optional<String> due(Pod pod, PodReport.Answer answer) {
        return Nudge.due(pod, new PodReport("orders-0", true, answer), "new", NOW);
    }

    private static Told runs(String checksum) {
        return new Told(checksum, null, MissingNode.getInstance());
    }

    private static Pod pod(@Nullable String nudged) {
        var pod = new PodBuilder().withNewMetadata().withName("orders-0");
        if (nudged != null) {
            pod.addToAnnotations(Nudge.ANNOTATION, nudged);
        }
        return pod.endMetadata().build();
    }
}
