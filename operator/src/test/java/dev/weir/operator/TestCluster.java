package dev.weir.operator;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real API server with its controllers. The definitions and roles that are shipped are installed in it once. */
final class TestCluster {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    /** The first minor version of Kubernetes 1 that takes definitions with rules. */
    private static final int RULES_SINCE = 25;

    private static final TestCluster CLUSTER = new TestCluster();

    private final Config config = ApiServer.CONTROL.config();
    private final KubernetesClient admin =
            new KubernetesClientBuilder().withConfig(config).build();

    private TestCluster() {
        installDefinitions();
        for (String file : List.of(
                "namespace.yaml", "service-account.yaml", "operator-role.yaml", "lease-role.yaml", "user-roles.yaml")) {
            for (HasMetadata object : load(PROJECT.resolve("deploy/operator").resolve(file))) {
                admin.resource(object)
                        .fieldManager("installation")
                        .forceConflicts()
                        .serverSideApply();
            }
        }
    }

    static TestCluster get() {
        return CLUSTER;
    }

    KubernetesClient admin() {
        return admin;
    }

    /** The configuration of the user that the shipped roles are bound to. */
    Config operatorConfig() {
        return serviceAccount("weir-system", "weir-operator");
    }

    /** The configuration of a process that runs under a service account. */
    Config serviceAccount(String namespace, String name) {
        return new ConfigBuilder(config)
                .withImpersonateUsername("system:serviceaccount:" + namespace + ":" + name)
                .withImpersonateGroups(
                        "system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated")
                .build();
    }

    String newNamespace() {
        return admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("weir-test-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    private List<HasMetadata> load(Path file) {
        try (var in = Files.newInputStream(file)) {
            return admin.load(in).items();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void installDefinitions() {
        boolean rules =
                Integer.parseInt(admin.getKubernetesVersion().getMinor().replaceAll("[^0-9].*", "")) >= RULES_SINCE;
        for (String file : List.of("kafkacachebinding.yaml", "httpcache.yaml")) {
            try {
                JsonNode definition = new YAMLMapper()
                        .readTree(PROJECT.resolve("crds").resolve(file).toFile());
                if (!rules) {
                    removeRules(definition);
                }
                install(admin.getKubernetesSerialization().unmarshal(definition.toString(), HasMetadata.class));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void install(HasMetadata definition) {
        admin.resource(definition).fieldManager("installation").forceConflicts().serverSideApply();
        String plural = definition.getMetadata().getName().split("[.]", 2)[0];
        await(plural + " are served")
                .ignoreException(KubernetesClientException.class)
                .until(() -> admin.raw("/apis/weir.dev/v1alpha1/" + plural) != null);
    }

    private static void removeRules(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("x-kubernetes-validations");
        }
        node.forEach(TestCluster::removeRules);
    }
}
