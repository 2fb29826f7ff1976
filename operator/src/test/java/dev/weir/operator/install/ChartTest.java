package dev.weir.operator.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In {@code src/test/resources/chart} values that are refused tell in the comments that they begin with, after {@code #
 * refused:}, what Helm must say.
 */
class ChartTest {
    private static final Path VALUES = Path.of("src/test/resources/chart");
    private static final YAMLMapper YAML = new YAMLMapper();

    @BeforeAll
    static void writeAnewWhatTheChartIsMadeOf() throws IOException {
        CommittedCopiesTest.writeAnewWhereAsked();
    }

    @Test
    void helm_finds_nothing_to_complain_of() {
        LintResult result = Chart.helm().lint().strict().call();

        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
        assertThat(result.getMessages())
                .noneMatch(message -> message.contains("[WARNING]") || message.contains("[ERROR]"));
    }

    @Test
    void with_nothing_set_it_installs_what_kubectl_does() throws IOException {
        Map<String, JsonNode> kustomized = Objects.kustomized(Path.of("../deploy/operator"));
        // Helm makes the namespace itself when told so
        assertThat(kustomized.remove("Namespace /" + Chart.NAMESPACE)).isNotNull();
        Map<String, JsonNode> rendered = Chart.rendered();
        rendered.values().forEach(ChartTest::dropWhatIsForHelm);

        assertThat(rendered.keySet()).isEqualTo(kustomized.keySet());
        assertThat(rendered).allSatisfy((key, object) -> assertThat(object).isEqualTo(kustomized.get(key)));
    }

    private static void dropWhatIsForHelm(JsonNode object) {
        ObjectNode metadata = (ObjectNode) object.get("metadata");
        if (object.get("kind").asText().equals("CustomResourceDefinition")) {
            JsonNode annotations = metadata.remove("annotations");
            assertThat(annotations.get("helm.sh/resource-policy").asText())
                    .as("uninstalling must not delete all caches")
                    .isEqualTo("keep");
        }
    }

    @Test
    void with_everything_set_all_of_it_arrives() throws IOException {
        String rendered = Chart.rendered("caches", VALUES.resolve("everything.yaml"));
        Path expected = VALUES.resolve("everything-rendered.yaml");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, rendered);
        }

        assertThat(rendered).isEqualTo(Files.readString(expected));
        assertThat(Objects.parse(rendered).values())
                .as("no two objects are one")
                .hasSizeGreaterThan(1);
    }

    @Test
    void everything_is_everything() throws IOException {
        JsonNode defaults = YAML.readTree(Chart.FOLDER.resolve("values.yaml").toFile());
        JsonNode everything = YAML.readTree(VALUES.resolve("everything.yaml").toFile());
        JsonNode schema =
                YAML.readTree(Chart.FOLDER.resolve("values.schema.json").toFile());

        for (String leaf : leaves(defaults)) {
            JsonNode value = everything.at(leaf);
            assertThat(value.isMissingNode()).as(leaf).isFalse();
            assertThat((Object) value).as(leaf).isNotEqualTo(defaults.at(leaf));
        }
        assertThat(names(schema.get("properties")))
                .as("what the schema allows, but for what Helm itself adds")
                .containsExactlyInAnyOrderElementsOf(Stream.concat(names(defaults).stream(), Stream.of("global"))
                        .toList());
    }

    private static List<String> leaves(JsonNode node) {
        return node.isObject() && !node.isEmpty()
                ? node.properties().stream()
                        .flatMap(entry -> leaves(entry.getValue()).stream().map(leaf -> "/" + entry.getKey() + leaf))
                        .toList()
                : List.of("");
    }

    private static Collection<String> names(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_is_wrong_is_refused_with_the_reason(Path values) throws IOException {
        List<String> reasons = Files.readAllLines(values).stream()
                .takeWhile(line -> line.startsWith("#"))
                .dropWhile(line -> !line.equals("# refused:"))
                .skip(1)
                .map(line -> line.substring(1).strip())
                .toList();

        assertThat(reasons).isNotEmpty();
        assertThatThrownBy(() -> Chart.rendered("caches", values))
                .satisfies(thrown -> assertThat(thrown.getMessage()).contains(reasons));
    }

    static List<Path> refused() throws IOException {
        try (Stream<Path> files = Files.list(VALUES)) {
            return files.filter(file -> file.getFileName().toString().startsWith("refused-"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void settings_are_those_of_the_operator() throws IOException {
        JsonNode settings = YAML.readTree(
                        Chart.FOLDER.resolve("values.schema.json").toFile())
                .at("/properties/settings/properties");
        String deployment = Files.readString(Chart.FOLDER.resolve("templates/deployment.yaml"));
        List<String> page = Files.readAllLines(Path.of("../deploy/reference/operator-settings.md"));

        assertThat(Stream.concat(names(settings).stream(), words(deployment)).distinct())
                .allSatisfy(setting -> assertThat(page).anyMatch(line -> line.startsWith("| `" + setting + "`")));
    }

    private static Stream<String> words(String text) {
        return Pattern.compile("WEIR_[A-Z_]+").matcher(text).results().map(found -> found.group());
    }

    @Test
    void what_is_told_after_the_installation_can_be_told(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), "namespaces: [shop, depot]\n");

        String told = Chart.helm()
                .install()
                .clientOnly()
                .withDryRunOption(DryRun.CLIENT)
                .withName("weir")
                .withNamespace("caches")
                .withValuesFile(file)
                .call()
                .getOutput();

        assertThat(told).contains("kubectl -n caches rollout status", "caches in: shop, depot");
    }

    @Test
    void it_is_packaged_under_the_version_of_the_project(@TempDir Path folder) throws IOException {
        String pom = Files.readString(Path.of("../pom.xml"));
        String version = pom.split("<version>", 2)[1].split("</version>", 2)[0];

        Chart.helm().packageIt().withDestination(folder).call();

        Path archive = folder.resolve("weir-" + version + ".tgz");
        assertThat(archive).exists();
        assertThat(new Helm(archive).show().chart().call()).contains("appVersion: " + version);
    }
}
