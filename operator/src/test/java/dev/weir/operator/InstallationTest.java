package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.marcnuri.helm.Helm;
import dev.weir.api.Condition;
import dev.weir.api.HttpCache;
import dev.weir.api.KafkaCacheBinding;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code deploy} holds, on a real API server. */
@RequiresApiServer(ApiServer.CONTROL)
class InstallationTest {
    private static final Path CHART = Path.of("../deploy/helm/weir");

    static List<String> samples() throws IOException {
        try (Stream<Path> files = Files.list(Site.SAMPLES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith("-secrets.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void each_sample_becomes_ready(String sample) throws IOException {
        try (var site = new Site()) {
            applyAllOf(site, sample);

            await().atMost(Site.PATIENCE)
                    .untilAsserted(() -> assertThat(conditions(site, sample))
                            .contains("Accepted=TRUE", "ResolvedRefs=TRUE", "Programmed=TRUE", "Ready=TRUE"));
        }
    }

    @Test
    void where_namespaces_are_named_the_chart_gives_the_rights_that_it_takes_there(@TempDir Path folder)
            throws IOException {
        try (var home = new Site();
                var site = new Site()) {
            Path kubeconfig = ApiServer.CONTROL.kubeconfig().orElseThrow();
            home.stopOperator();
            site.stopOperator();
            Path values = Files.writeString(folder.resolve("values.yaml"), """
                namespaces: [%s]
                crds: {install: false}
                userRoles: false
                """.formatted(site.namespace()));

            String installed = new Helm(CHART)
                    .install()
                    .withName("weir")
                    .withNamespace(home.namespace())
                    .withValuesFile(values)
                    .withKubeConfig(kubeconfig)
                    .call()
                    .getStatus();

            assertThat(installed).isEqualTo("deployed");
            try (var operator = new RunningOperator(
                    TestCluster.get().serviceAccount(home.namespace(), "weir-operator"), site.namespace(), null)) {
                applyAllOf(site, "orders-production.yaml");
                // whether there is the StorageClass it may not ask, and Secrets it knows to be there
                await().atMost(Site.PATIENCE)
                        .untilAsserted(() -> assertThat(conditions(site, "orders-production.yaml"))
                                .contains("Accepted=TRUE", "ResolvedRefs=UNKNOWN", "Programmed=TRUE", "Ready=TRUE"));
                assertThat(operator.writes()).isNotEmpty();
            }

            new Helm(CHART)
                    .upgrade()
                    .withName("weir")
                    .withNamespace(home.namespace())
                    .withValuesFile(values)
                    .set("replicas", 2)
                    .withKubeConfig(kubeconfig)
                    .call();

            assertThat(home.get(Deployment.class, "weir-operator").getSpec().getReplicas())
                    .isEqualTo(2);

            Helm.uninstall("weir")
                    .withNamespace(home.namespace())
                    .withKubeConfig(kubeconfig)
                    .call();

            assertThat(site.admin()
                            .resources(Role.class)
                            .inNamespace(site.namespace())
                            .list()
                            .getItems())
                    .isEmpty();
            assertThat(site.get(StatefulSet.class, "orders-production")).isNotNull();
        }
    }

    /** With the Secrets and the StorageClass that it names. */
    private static void applyAllOf(Site site, String sample) throws IOException {
        site.admin()
                .resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName("fast-ssd")
                        .endMetadata()
                        .withProvisioner("kubernetes.io/host-path")
                        .build())
                .serverSideApply();
        String secrets = sample.replace(".yaml", "-secrets.yaml");
        if (Files.exists(Site.SAMPLES.resolve(secrets))) {
            site.applySample(secrets);
        }
        site.applySample(sample);
    }

    private static List<String> conditions(Site site, String sample) throws IOException {
        GenericKubernetesResource resource = new KubernetesSerialization()
                .unmarshal(Files.readString(Site.SAMPLES.resolve(sample)), GenericKubernetesResource.class);
        String name = resource.getMetadata().getName();
        List<Condition> conditions = switch (resource.getKind()) {
            case "KafkaCacheBinding" -> {
                var status = site.get(KafkaCacheBinding.class, name).getStatus();
                yield status == null ? List.of() : status.conditions();
            }
            case "HttpCache" -> {
                var status = site.get(HttpCache.class, name).getStatus();
                yield status == null ? List.of() : status.conditions();
            }
            default -> throw new IllegalArgumentException(sample + " is a " + resource.getKind());
        };
        return conditions.stream()
                .map(condition -> condition.type() + "=" + condition.status())
                .toList();
    }
}
