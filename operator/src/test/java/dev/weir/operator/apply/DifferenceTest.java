package dev.weir.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class DifferenceTest {
    @Test
    void what_others_add_makes_no_difference() {
        assertSame(
                "{metadata: {labels: {a: b}}, spec: {replicas: 1}}",
                "{metadata: {labels: {a: b, c: d}, uid: u}, spec: {replicas: 1, x: y}, status: {}}");
    }

    @Test
    void a_value_that_is_another_or_gone_makes_one() {
        assertDifferent("{spec: {replicas: 1}}", "{spec: {replicas: 2}}");
        assertDifferent("{spec: {replicas: 1}}", "{spec: {}}");
        assertDifferent("{spec: {tmp: {}}}", "{spec: {}}");
    }

    @Test
    void an_element_that_others_add_to_a_keyed_list_makes_no_difference() {
        assertSame(
                "{spec: {containers: [{name: a, image: one}]}}",
                "{spec: {containers: [{name: sidecar, image: x}, {name: a, image: one, tty: true}]}}");
    }

    @Test
    void an_element_of_a_keyed_list_that_is_another_makes_one() {
        assertDifferent(
                "{spec: {containers: [{name: a, image: one}]}}", "{spec: {containers: [{name: a, image: two}]}}");
    }

    @Test
    void other_lists_are_the_same_as_a_whole_or_not_at_all() {
        assertSame("{drop: [ALL]}", "{drop: [ALL]}");
        assertDifferent("{drop: [ALL]}", "{drop: [ALL, MORE]}");
        assertDifferent("{drop: [ALL]}", "{drop: []}");
        assertDifferent("{ingress: [{ports: [{port: 1}]}]}", "{ingress: [{ports: [{port: 1}, {port: 2}]}]}");
        assertDifferent("{ingress: [{ports: [{port: 1}]}]}", "{ingress: [{ports: [{port: 1}]}, {}]}");
    }

    @Test
    void quantities_are_compared_as_quantities() {
        assertSame("{requests: {storage: 10240Mi}}", "{requests: {storage: 10Gi}}");
        assertDifferent("{requests: {storage: 10Gi}}", "{requests: {storage: 11Gi}}");
        assertDifferent("{requests: {storage: 10Gi}}", "{requests: {}}");
    }

    private static void assertSame(String desired, String live) {
        assertThat(Difference.between(tree(desired), tree(live))).isFalse();
    }

    private static void assertDifferent(String desired, String live) {
        assertThat(Difference.between(tree(desired), tree(live))).isTrue();
    }

    private static Object tree(String yaml) {
        return new Yaml().load(yaml);
    }
}
