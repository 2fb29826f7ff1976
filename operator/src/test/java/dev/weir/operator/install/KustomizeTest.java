package dev.weir.operator.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.operator.program.Program;
import dev.weir.operator.program.RequiresProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kubectl apply -k} would apply. */
@RequiresProgram(value = "kubectl", from = "kubectl 1.21 or newer")
class KustomizeTest {
    private static final Path DEPLOY = Path.of("../deploy").toAbsolutePath().normalize();

    @Test
    void the_operator_is_installed_with_all_that_it_needs() throws Exception {
        Map<String, JsonNode> kustomized = kustomize(DEPLOY.resolve("operator"));

        assertThat(kustomized).isEqualTo(Objects.kustomized(DEPLOY.resolve("operator")));
        assertThat(kustomized)
                .containsKeys(
                        "Namespace /weir-system",
                        "CustomResourceDefinition /kafkacachebindings.weir.dev",
                        "CustomResourceDefinition /httpcaches.weir.dev",
                        "Deployment weir-system/weir-operator");
    }

    @Test
    void an_overlay_installs_it_elsewhere_with_other_images(@TempDir Path folder) throws Exception {
        // the page on the installation shows this overlay
        Files.writeString(
                folder.resolve("kustomization.yaml"),
                overlayOfThePage().replace("../deploy/operator", relative(folder, DEPLOY.resolve("operator"))));

        Map<String, JsonNode> kustomized = kustomize(folder);

        JsonNode container =
                Objects.get(kustomized, "Deployment caches/weir-operator").at("/spec/template/spec/containers/0");
        assertThat(container.get("image").asText()).isEqualTo("registry.example.com/weir/operator:0.1.0");
        assertThat(container.get("env").findValuesAsText("value"))
                .contains("registry.example.com/weir/dataplane:0.1.0");
        assertThat(Objects.get(kustomized, "ClusterRoleBinding /weir-operator")
                        .at("/subjects/0/namespace")
                        .asText())
                .isEqualTo("caches");
        assertThat(kustomized).containsKey("Namespace /caches");
    }

    @Test
    void monitoring_comes_with_its_rules_and_its_dashboards() throws Exception {
        Map<String, JsonNode> kustomized = kustomize(DEPLOY.resolve("monitoring"));

        assertThat(kustomized)
                .containsOnlyKeys(
                        "PodMonitor weir-system/weir-operator",
                        "PrometheusRule weir-system/weir",
                        "ConfigMap weir-system/weir-dashboards");
        assertThat(Objects.get(kustomized, "ConfigMap weir-system/weir-dashboards")
                        .at("/data/weir-operator.json")
                        .asText())
                .isEqualTo(Files.readString(DEPLOY.resolve("monitoring/dashboards/weir-operator.json")));
    }

    private static String overlayOfThePage() throws IOException {
        String page = Files.readString(DEPLOY.resolve("reference/install.md"));
        String overlay = page.substring(page.indexOf("apiVersion: kustomize.config.k8s.io"));
        return overlay.substring(0, overlay.indexOf("```"));
    }

    /** Kustomize takes no absolute paths. */
    private static String relative(Path folder, Path target) throws IOException {
        return folder.toRealPath().relativize(target.toRealPath()).toString();
    }

    private static Map<String, JsonNode> kustomize(Path folder) throws IOException, InterruptedException {
        return Objects.parse(Program.run(folder, "kubectl", "kustomize", "."));
    }
}
