package dev.weir.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlertsTest {
    private static final Path DEPLOY = Path.of("../deploy");
    private static final Path RULES = DEPLOY.resolve("monitoring/rules.yaml");
    private static final Path OBJECT = DEPLOY.resolve("monitoring/prometheus-rule.yaml");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** An alert, by the name that it is shown by. */
    record Alert(String name, JsonNode rule) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Alert> alerts() throws IOException {
        var alerts = new ArrayList<Alert>();
        for (JsonNode group : YAML.readTree(RULES.toFile()).path("groups")) {
            group.path("rules")
                    .forEach(rule -> alerts.add(new Alert(rule.path("alert").asText(), rule)));
        }
        return alerts;
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void an_alert_asks_for_what_exists(Alert alert) throws IOException {
        assertThat(Vocabulary.ofAll().unknownIn(alert.rule().path("expr").asText()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void an_alert_says_how_bad_it_is_and_what_to_do(Alert alert) throws IOException {
        JsonNode rule = alert.rule();
        JsonNode annotations = rule.path("annotations");

        assertThat(alert.name()).matches("Weir[A-Z][A-Za-z]+");
        assertThat(rule.path("labels").path("severity").asText()).isIn("critical", "warning");
        assertThat(rule.path("for").asText()).as("it holds for a while").matches("\\d+m");
        assertThat(annotations.path("summary").asText()).endsWith(".");
        assertThat(annotations.path("description").asText()).endsWith(".");
        assertThat(annotations.path("runbook").asText())
                .isEqualTo("deploy/reference/runbook.md#" + alert.name().toLowerCase(Locale.ROOT));
        assertThat(Files.readAllLines(DEPLOY.resolve("reference/runbook.md"))).contains("## " + alert.name());
    }

    @Test
    void the_runbook_has_no_other_entries() throws IOException {
        assertThat(Files.readAllLines(DEPLOY.resolve("reference/runbook.md")).stream()
                        .filter(line -> line.startsWith("## ")))
                .containsExactlyElementsOf(
                        alerts().stream().map(alert -> "## " + alert.name()).toList());
    }

    /** Prometheus itself is asked to judge them, where it is at hand. */
    @ParameterizedTest
    @MethodSource("alerts")
    void an_alert_has_a_case_in_which_it_is_raised(Alert alert) throws IOException {
        assertThat(Files.readString(Path.of("src/test/resources/monitoring/alerts.yaml")))
                .contains("alertname: " + alert.name() + "\n        exp_alerts:\n");
    }

    /** What a text fills in from labels is there after the query has summed up. */
    @ParameterizedTest
    @MethodSource("alerts")
    void the_texts_name_only_labels_that_are_left(Alert alert) {
        String outermost = alert.rule().path("expr").asText();
        var by = Pattern.compile("by \\(([^)]*)\\)").matcher(outermost);
        assertThat(by.find()).isTrue();
        List<String> left = List.of(by.group(1).split(", ", -1));

        String texts = alert.rule().path("annotations").toString();
        assertThat(Pattern.compile("\\$labels\\.(\\w+)")
                        .matcher(texts)
                        .results()
                        .map(found -> found.group(1)))
                .allSatisfy(label -> assertThat(left).contains(label));
    }

    @Test
    void the_object_for_the_prometheus_operator_holds_the_same_rules() throws IOException {
        String expected = Files.readAllLines(RULES).stream()
                .dropWhile(line -> line.startsWith("#"))
                .map(line -> "  " + line + "\n")
                .collect(Collectors.joining("", HEAD, ""));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(OBJECT, expected);
        }

        assertThat(OBJECT)
                .as("it is stale; make it anew with: mvn -pl operator -am test -Dgolden.write=true")
                .hasContent(expected);
        assertThat((Object) YAML.readTree(OBJECT.toFile()).path("spec")).isEqualTo(YAML.readTree(RULES.toFile()));
    }

    private static final String HEAD = """
        # Made from rules.yaml; make it anew with: mvn -pl operator -am test -Dgolden.write=true
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata:
          name: weir
          namespace: weir-system
          labels:
            app.kubernetes.io/part-of: weir
        spec:
        """;
}
