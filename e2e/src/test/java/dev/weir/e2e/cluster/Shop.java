package dev.weir.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.host.ProjectFolder;
import dev.weir.e2e.kafka.ClusterSettings;
import dev.weir.e2e.kafka.KafkaCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;

/**
 * A namespace of its own, and Kafka on this machine for what is applied in it: the binding {@code orders} of the
 * samples, which clients on this machine connect to as well.
 */
final class Shop implements AutoCloseable {
    static final String BINDING = "orders";

    /** A pod starts, or goes after it drained, on a machine that is busy with other work. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    static final String PREFIX = "weir-test-";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Operator operator;
    private final KafkaCluster kafka;
    private final String namespace;
    private final PodForwards forwards;

    private Shop(Operator operator, KafkaCluster kafka, int pods) {
        this.operator = operator;
        this.kafka = kafka;
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
        this.forwards = PodForwards.open(operator.client(), namespace, BINDING, pods);
    }

    /** With as many pods as there may be at a time. */
    static Shop open(Operator operator, int pods) {
        var settings = ClusterSettings.brokers(1).host(operator.cluster().hostAddress());
        return new Shop(operator, KafkaCluster.start(settings), pods);
    }

    KafkaCluster kafka() {
        return kafka;
    }

    KubernetesClient client() {
        return operator.client();
    }

    String namespace() {
        return namespace;
    }

    /** The address of the cluster behind. */
    String broker() {
        return kafka.bootstrapServers();
    }

    /** What clients on this machine connect to. */
    String cache() {
        return forwards.bootstrapServers();
    }

    /** Writes into a topic of the cluster behind, as many texts as said into each partition. */
    void write(String topic, int partitions, int each) {
        try (Writer writer = Writer.open(kafka.bootstrapServers(), Map.of())) {
            for (int partition = 0; partition < partitions; partition++) {
                for (int i = 0; i < each; i++) {
                    writer.send(topic, partition, topic + "-" + partition + "-" + i);
                }
            }
            writer.acknowledged();
        }
    }

    /** The sample, with this shop's Kafka as its upstream. */
    ObjectNode orders() {
        try {
            var document = (ObjectNode) new YAMLMapper()
                    .readTree(ProjectFolder.root()
                            .resolve("deploy/samples/orders.yaml")
                            .toFile());
            var spec = (ObjectNode) document.get("spec");
            ((ObjectNode) spec.at("/upstreams/0")).putArray("bootstrapServers").add(kafka.bootstrapServers());
            ((ObjectNode) spec.at("/listeners/kafka"))
                    .putObject("advertised")
                    .put("host", PodForwards.HOST)
                    .put("port", forwards.firstPort());
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** Waits until these conditions of the binding are true of what was applied last. */
    void awaitTrue(String... conditions) {
        await(String.join(", ", conditions))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(conditions()).contains(conditions));
    }

    /** Those that are true of what was applied last. */
    private List<String> conditions() throws IOException {
        JsonNode binding = JSON.readTree(
                client().raw("/apis/weir.dev/v1alpha1/namespaces/" + namespace + "/kafkacachebindings/" + BINDING));
        long generation = binding.at("/metadata/generation").asLong();
        return binding.at("/status/conditions")
                .valueStream()
                .filter(condition -> condition.path("observedGeneration").asLong() == generation)
                .filter(condition -> condition.path("status").asText().equals("True"))
                .map(condition -> condition.path("type").asText())
                .toList();
    }

    /** How far a topic of the cluster behind reaches. */
    Extent extent(String topic) {
        return Extent.of(broker(), Set.of(topic), IsolationLevel.READ_COMMITTED);
    }

    /** What clients read of a topic, from wherever they are told to. */
    Contents read(String bootstrap, String topic) {
        return read(bootstrap, extent(topic));
    }

    Contents read(String bootstrap, Extent extent) {
        return JavaReader.ASSIGN.read(bootstrap, extent);
    }

    List<Pod> pods() {
        return client().pods()
                .inNamespace(namespace)
                .withLabel("app.kubernetes.io/instance", BINDING)
                .list()
                .getItems();
    }

    Pod pod(int ordinal) {
        return client().pods()
                .inNamespace(namespace)
                .withName(BINDING + "-" + ordinal)
                .require();
    }

    StatefulSet statefulSet() {
        return client().apps()
                .statefulSets()
                .inNamespace(namespace)
                .withName(BINDING)
                .require();
    }

    /** The namespace goes afterwards: it would be looked at once in half a minute while pods are in it. */
    @Override
    public void close() {
        forwards.close();
        kubectl("delete", "kafkacachebindings", "--all");
        await("the pods are gone").atMost(PATIENCE).until(() -> pods().isEmpty());
        client().namespaces().withName(namespace).delete();
        kafka.close();
    }
}
