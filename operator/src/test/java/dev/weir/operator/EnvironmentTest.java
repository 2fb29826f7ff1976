package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.operator.logging.LogFormat;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private static final Map<String, String> LEAST =
            Map.of("WEIR_DATAPLANE_IMAGE", "weir/dataplane:1", "WEIR_OPERATOR_NAMESPACE", "weir-system");

    @Test
    void everything_else_has_a_default() {
        Settings settings = understood(Map.of());

        assertThat(settings.namespaces()).isEmpty();
        assertThat(settings.leaderElection()).isTrue();
        assertThat(settings.lease()).hasSeconds(15);
        assertThat(settings.poll()).hasSeconds(30);
        assertThat(settings.port()).isEqualTo(9101);
        assertThat(settings.podManagementPort()).isEqualTo(9100);
        assertThat(settings.logFormat()).isEqualTo(LogFormat.PLAIN);
    }

    @Test
    void namespaces_are_separated_by_commas() {
        assertThat(understood(Map.of("WEIR_NAMESPACES", "shop, till,")).namespaces())
                .containsExactlyInAnyOrder("shop", "till");
    }

    @Test
    void a_blank_variable_counts_as_absent() {
        assertThat(understood(Map.of("WEIR_PORT", " ")).port()).isEqualTo(9101);
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        assertThat(Environment.read(Map.of(
                        "WEIR_PORT",
                        "x",
                        "WEIR_LEADER_ELECTION",
                        "maybe",
                        "WEIR_LOG_LEVEL",
                        "loud",
                        "WEIR_NAMESPACES",
                        "Shop")))
                .isInstanceOfSatisfying(
                        Environment.Misunderstood.class,
                        misunderstood -> assertThat(misunderstood.problems())
                                .containsExactlyInAnyOrder(
                                        "WEIR_DATAPLANE_IMAGE is not set: The image that pods run.",
                                        "WEIR_OPERATOR_NAMESPACE is not set: The namespace that the operator itself"
                                                + " runs in: its lease is there, and pods let it ask them from there.",
                                        "WEIR_NAMESPACES=Shop: that is no name of a namespace",
                                        "WEIR_LEADER_ELECTION=maybe: choose true or false",
                                        "WEIR_PORT=x: it is a number from 0 to 65535",
                                        "WEIR_LOG_LEVEL=loud: choose one of trace, debug, info, warn, error"));
    }

    private static Settings understood(Map<String, String> variables) {
        var all = new HashMap<>(LEAST);
        all.putAll(variables);
        return ((Environment.Understood) Environment.read(all)).settings();
    }
}
