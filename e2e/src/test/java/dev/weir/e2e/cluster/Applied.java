package dev.weir.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.weir.e2e.host.ProjectFolder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A namespace of its own with one resource in it: what is done with that and asked of it, whatever its kind. */
abstract sealed class Applied implements AutoCloseable permits Catalog, Shop {
    /** A pod starts, or goes after it drained, on a machine that is busy with other work. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    static final String PREFIX = "weir-test-";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Operator operator;
    private final String kind;
    private final String name;
    private final String namespace;

    /**
     * Makes the namespace, and applies nothing yet.
     *
     * @param kind as in paths: lower case, plural
     */
    Applied(Operator operator, String kind, String name) {
        this.operator = operator;
        this.kind = kind;
        this.name = name;
        this.namespace = operator.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName(PREFIX)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    /** A file of the samples. */
    static ObjectNode sample(String file) {
        try {
            return (ObjectNode) new YAMLMapper()
                    .readTree(ProjectFolder.root()
                            .resolve("deploy/samples")
                            .resolve(file)
                            .toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    KubernetesClient client() {
        return operator.client();
    }

    String namespace() {
        return namespace;
    }

    void apply(JsonNode document) {
        operator.kubectl().run(document.toString(), List.of("apply", "-n", namespace, "-f", "-"));
    }

    /** A command in this namespace. */
    String kubectl(String... arguments) {
        var all = new ArrayList<>(List.of("-n", namespace));
        all.addAll(List.of(arguments));
        return operator.kubectl().run("", all);
    }

    /** Waits until these conditions are true of what was applied last. */
    void awaitTrue(String... conditions) {
        await(String.join(", ", conditions))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(conditions()).contains(conditions));
    }

    /** Those that are true of what was applied last. */
    List<String> conditions() throws IOException {
        JsonNode resource = JSON.readTree(
                client().raw("/apis/weir.dev/v1alpha1/namespaces/" + namespace + "/" + kind + "/" + name));
        long generation = resource.at("/metadata/generation").asLong();
        return resource.at("/status/conditions")
                .valueStream()
                .filter(condition -> condition.path("observedGeneration").asLong() == generation)
                .filter(condition -> condition.path("status").asText().equals("True"))
                .map(condition -> condition.path("type").asText())
                .toList();
    }

    List<Pod> pods() {
        return client().pods()
                .inNamespace(namespace)
                .withLabel("app.kubernetes.io/instance", name)
                .list()
                .getItems();
    }

    Pod pod(int ordinal) {
        return client().pods()
                .inNamespace(namespace)
                .withName(name + "-" + ordinal)
                .require();
    }

    /** Waits until a pod is ready that is not the one that was lost. */
    void awaitAnother(Pod lost) {
        await("another pod is ready")
                .atMost(PATIENCE)
                .until(() -> pods().stream()
                        .anyMatch(pod -> Readiness.isPodReady(pod)
                                && !Objects.equals(
                                        pod.getMetadata().getUid(),
                                        lost.getMetadata().getUid())));
    }

    /** Each pod, and how often its container started. */
    List<String> incarnations() {
        return pods().stream().map(Applied::incarnation).sorted().toList();
    }

    private static String incarnation(Pod pod) {
        return pod.getMetadata().getName() + " " + pod.getMetadata().getUid() + " "
                + pod.getStatus().getContainerStatuses().stream()
                        .map(ContainerStatus::getRestartCount)
                        .toList();
    }

    StatefulSet statefulSet() {
        return client().apps()
                .statefulSets()
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    /** The namespace goes afterwards: it would be looked at once in half a minute while pods are in it. */
    @Override
    public void close() {
        kubectl("delete", kind, "--all");
        await("the pods are gone").atMost(PATIENCE).until(() -> pods().isEmpty());
        client().namespaces().withName(namespace).delete();
    }
}
