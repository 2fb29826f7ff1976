package dev.weir.operator;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.operator.conditions.Conditions;
import dev.weir.operator.conditions.Reason;
import dev.weir.operator.logging.LogKey;
import dev.weir.operator.metrics.OperatorMetrics;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.monitoring.Metrics.ControllerExecution;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the reference pages list is what there is, no more and no less. */
class ReferencePagesTest {
    private static final Path DEPLOY = Path.of("../deploy");

    @Test
    void every_reason_is_in_the_section_of_its_condition() throws IOException {
        var listed = new LinkedHashSet<String>();
        String section = "";
        for (String line : page("conditions.md")) {
            section = line.startsWith("## ") ? line.substring(3) : section;
            var row = Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\|.*").matcher(line);
            if (row.matches()) {
                listed.add(section + " " + row.group(1) + " " + row.group(2));
            }
        }

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(Stream.of(Reason.values())
                        .map(reason -> reason.type().word() + " " + reason.word() + " " + capital(reason))
                        .toList());
    }

    private static String capital(Reason reason) {
        String name = reason.status().name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    @Test
    void every_setting_is_listed_as_it_is() throws IOException {
        assertThat(page("operator-settings.md").stream().filter(line -> line.startsWith("| `WEIR_")))
                .containsExactlyElementsOf(Stream.of(Setting.values())
                        .map(setting -> "| `" + setting.variable() + "` | " + setting.fallback() + " | "
                                + setting.description() + " |")
                        .toList());
    }

    @Test
    void every_key_of_log_lines_is_listed() throws IOException, IllegalAccessException {
        var keys = new LinkedHashSet<String>();
        for (Field field : LogKey.class.getFields()) {
            keys.add("" + field.get(null));
        }
        Set<String> listed = page("operator-settings.md").stream()
                .dropWhile(line -> !line.equals("## Keys of log lines"))
                .filter(line -> line.startsWith("| `"))
                .flatMap(line ->
                        Pattern.compile("`(\\w+)`").matcher(line).results().map(found -> found.group(1)))
                .collect(toSet());

        assertThat(listed).isEqualTo(keys);
    }

    @Test
    void every_metric_is_listed() throws Exception {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var metrics = new OperatorMetrics(registry);
        metrics.queue(new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()));
        metrics.timeControllerExecution(new Execution());
        metrics.leader(() -> 1);
        metrics.ready(
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("a")
                        .withNamespace("b")
                        .endMetadata()
                        .build(),
                new Conditions(List.of()));

        Set<String> told = registry.scrape()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .filter(name -> !name.endsWith("_max"))
                .collect(toSet());
        Set<String> listed = page("operator-metrics.md").stream()
                .filter(line -> line.startsWith("| `weir_"))
                .map(line -> line.split("`", -1)[1])
                .collect(toSet());

        assertThat(listed).isEqualTo(told);
    }

    @Test
    void every_rule_of_the_role_is_explained() throws IOException {
        String rules = String.join("\n", page("rbac.md"));
        String yaml =
                Files.readString(DEPLOY.resolve("operator/operator-role.yaml")).split("\n---\n", -1)[0];
        var role = new KubernetesSerialization().unmarshal(yaml, ClusterRole.class);

        for (PolicyRule rule : role.getRules()) {
            for (String resource : rule.getResources()) {
                assertThat(rules)
                        .containsPattern(
                                "\\|[^|]*`" + resource + "`[^|]*\\| " + String.join(", ", rule.getVerbs()) + " \\|");
            }
        }
    }

    private static List<String> page(String name) throws IOException {
        return Files.readAllLines(DEPLOY.resolve("reference").resolve(name));
    }

    private record Execution() implements ControllerExecution<String> {
        @Override
        public String name() {
            return "reconcile";
        }

        @Override
        public String controllerName() {
            return "bindings";
        }

        @Override
        public String successTypeName(String result) {
            return result;
        }

        @Override
        public ResourceID resourceID() {
            return new ResourceID("a", "b");
        }

        @Override
        public Map<String, Object> metadata() {
            return Map.of();
        }

        @Override
        public String execute() {
            return "done";
        }
    }
}
