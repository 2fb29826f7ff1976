package dev.weir.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardsTest {
    private static final Path MONITORING = Path.of("../deploy/monitoring");
    private static final Path FOLDER = MONITORING.resolve("dashboards");
    private static final int COLUMNS = 24;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z]+)}?");
    private static final Pattern VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

    static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @Test
    void there_is_one_for_each_kind_and_one_for_the_operator_and_all_are_installed() throws IOException {
        JsonNode installed = new YAMLMapper()
                .readTree(MONITORING.resolve("kustomization.yaml").toFile())
                .at("/configMapGenerator/0/files");

        assertThat(dashboards().stream().map(file -> file.getFileName().toString()))
                .containsExactly("weir-http-cache.json", "weir-kafka-cache.json", "weir-operator.json");
        assertThat(elements(installed).map(JsonNode::asText))
                .containsExactlyInAnyOrderElementsOf(dashboards().stream()
                        .map(file -> MONITORING.relativize(file).toString())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void its_queries_ask_for_what_exists(Path file) throws IOException {
        Vocabulary vocabulary = Vocabulary.ofAll();
        for (JsonNode panel : panels(file)) {
            for (JsonNode target : panel.path("targets")) {
                String query = target.path("expr").asText();
                String legend = target.path("legendFormat").asText();

                assertThat(vocabulary.unknownIn(query)).as(query).isEmpty();
                // a legend without a label that is left shows the braces
                assertThat(LEGEND.matcher(legend).results().map(found -> found.group(1)))
                        .as(query)
                        .allSatisfy(label -> assertThat(left(query)).contains(label));
            }
        }
    }

    /** Labels that are there after the query: those that it groups by, or else those that it selects by. */
    private static Set<String> left(String text) {
        Query query = Query.parse(text);
        return query.grouped().isEmpty()
                ? query.selected().values().stream().flatMap(Set::stream).collect(Collectors.toSet())
                : query.grouped();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void its_variables_are_filled_from_what_exists_and_no_other_is_used(Path file) throws IOException {
        JsonNode dashboard = read(file);
        Vocabulary vocabulary = Vocabulary.ofAll();
        var defined = new HashSet<String>();
        for (JsonNode variable : dashboard.at("/templating/list")) {
            defined.add(variable.path("name").asText());
            if (variable.path("type").asText().equals("query")) {
                String query = variable.at("/query/query").asText();
                var values = VALUES.matcher(query);
                assertThat(values.matches()).as(query).isTrue();
                assertThat(vocabulary.unknownIn("sum by (" + values.group(2) + ") (" + values.group(1) + ")"))
                        .as(query)
                        .isEmpty();
            }
        }

        assertThat(elements(dashboard.path("panels"))
                        .flatMap(panel -> elements(panel.path("targets")))
                        .flatMap(target -> variables(target.path("expr").asText()
                                + target.at("/datasource/uid").asText())))
                .isNotEmpty()
                .allSatisfy(used -> assertThat(defined).contains(used));
    }

    private static Stream<String> variables(String text) {
        return VARIABLE.matcher(text).results().map(found -> found.group(1));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void its_panels_are_explained_and_none_hides_another(Path file) throws IOException {
        var ids = new HashSet<Integer>();
        var cells = new HashSet<List<Integer>>();
        for (JsonNode panel : panels(file)) {
            String title = panel.path("title").asText();
            JsonNode place = panel.path("gridPos");
            int right = place.path("x").asInt() + place.path("w").asInt();

            assertThat(title).isNotBlank();
            assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
            assertThat(right).as(title).isLessThanOrEqualTo(COLUMNS);
            for (int x = place.path("x").asInt(); x < right; x++) {
                int bottom = place.path("y").asInt() + place.path("h").asInt();
                for (int y = place.path("y").asInt(); y < bottom; y++) {
                    assertThat(cells.add(List.of(x, y))).as(title).isTrue();
                }
            }
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("description").asText()).as(title).endsWith(".");
                assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                        .as(title)
                        .isNotBlank();
            }
        }
    }

    private static List<JsonNode> panels(Path file) throws IOException {
        var panels = new ArrayList<JsonNode>();
        read(file).path("panels").forEach(panels::add);
        assertThat(panels).isNotEmpty();
        return panels;
    }

    private static JsonNode read(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
