package dev.weir.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import dev.weir.e2e.host.ProjectFolder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operator, installed in one of the ways that its users have; closing takes it away in the same way. */
enum Installation {
    KUSTOMIZE {
        @Override
        void install(Kubectl kubectl, KubernetesClient client, Cluster cluster) {
            Path folder = DEPLOY.resolve("operator");
            if (takesRules(client)) {
                kubectl.run("apply", "--server-side", "-k", folder.toString());
            } else {
                apply(kubectl, withoutRules(kubectl.run("kustomize", folder.toString())));
            }
        }

        @Override
        void uninstall(Kubectl kubectl, Cluster cluster) {
            kubectl.run(
                    "delete",
                    "--ignore-not-found",
                    "-k",
                    DEPLOY.resolve("operator").toString());
        }
    },

    HELM {
        @Override
        void install(Kubectl kubectl, KubernetesClient client, Cluster cluster) {
            boolean rules = takesRules(client);
            if (!rules) {
                apply(kubectl, withoutRules(kubectl.run("kustomize", CRDS.toString())));
            }
            kubectl.run("create", "namespace", NAMESPACE);
            kubectl.run(
                    "label",
                    "--overwrite",
                    "namespace",
                    NAMESPACE,
                    "kubernetes.io/metadata.name=" + NAMESPACE,
                    "pod-security.kubernetes.io/enforce=restricted");
            new Helm(CHART)
                    .install()
                    .withName("weir")
                    .withNamespace(NAMESPACE)
                    .set("crds.install", rules)
                    .withKubeConfig(cluster.kubeconfig())
                    .call();
        }

        @Override
        void uninstall(Kubectl kubectl, Cluster cluster) {
            Helm.uninstall("weir")
                    .withNamespace(NAMESPACE)
                    .withKubeConfig(cluster.kubeconfig())
                    .call();
            kubectl.run("delete", "--ignore-not-found", "-k", CRDS.toString());
            kubectl.run("delete", "--ignore-not-found", "namespace", NAMESPACE);
        }
    };

    static final String NAMESPACE = "weir-system";
    private static final Path DEPLOY = ProjectFolder.root().resolve("deploy");
    private static final Path CHART = DEPLOY.resolve("helm/weir");
    private static final Path CRDS = ProjectFolder.root().resolve("crds");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** The first minor version of Kubernetes 1 that takes definitions with rules. */
    private static final int RULES_SINCE = 25;

    abstract void install(Kubectl kubectl, KubernetesClient client, Cluster cluster);

    abstract void uninstall(Kubectl kubectl, Cluster cluster);

    /** What Helm installed, to images of another tag: that of the operator, and the one that it gives to caches. */
    static void upgrade(Cluster cluster, String tag) {
        new Helm(CHART)
                .upgrade()
                .withName("weir")
                .withNamespace(NAMESPACE)
                .reuseValues()
                .set("image.tag", tag)
                .set("dataplane.image.tag", tag)
                .withKubeConfig(cluster.kubeconfig())
                .call();
    }

    private static boolean takesRules(KubernetesClient client) {
        String minor = client.getKubernetesVersion().getMinor();
        return Integer.parseInt(minor.replaceAll("[^0-9].*", "")) >= RULES_SINCE;
    }

    private static void apply(Kubectl kubectl, String manifests) {
        kubectl.run(manifests, List.of("apply", "--server-side", "-f", "-"));
    }

    /** The definitions for a cluster that would refuse their rules. */
    private static String withoutRules(String manifests) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(manifests)) {
            return documents.readAll().stream()
                    .map(document -> {
                        removeRules(document);
                        return "---\n" + document + "\n";
                    })
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeRules(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("x-kubernetes-validations");
        }
        node.forEach(Installation::removeRules);
    }

    /** The images that the manifests name. */
    static List<Path> images() {
        Path folder = ProjectFolder.root().resolve(String.valueOf(System.getenv("WEIR_TEST_IMAGES")));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no images: ./weir images", e);
        }
    }
}
