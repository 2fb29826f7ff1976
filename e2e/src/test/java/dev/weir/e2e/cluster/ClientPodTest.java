package dev.weir.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.host.ProjectFolder;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients in the cluster, which know a cache by the names that its Services give it. */
@RequiresCluster
@Timeout(1800)
class ClientPodTest {
    private static final int PARTITIONS = 4;
    private static final int RECORDS = 500;
    private static final long USER = 10001L;

    private static Operator operator;
    private Shop shop;

    @BeforeAll
    static void install() {
        operator = Operator.install(Installation.KUSTOMIZE);
    }

    @AfterAll
    static void uninstall() {
        operator.close();
    }

    @BeforeEach
    void open() {
        shop = Shop.open(operator, 1);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_client_in_a_pod_reads_what_is_upstream_by_the_name_that_the_sample_tells() throws IOException {
        shop.kafka().createTopic("orders", PARTITIONS, Map.of());
        shop.write("orders", PARTITIONS, RECORDS);
        ObjectNode document = shop.orders();
        ((ObjectNode) document.get("spec")).put("replicas", 2);
        ((ObjectNode) document.at("/spec/listeners/kafka")).remove("advertised");
        shop.apply(document);
        shop.awaitTrue("Warm", "Ready");

        runInPod(ReadInPod.class, "orders:9092", "orders", String.valueOf(PARTITIONS * RECORDS));

        assertThat(shop.kubectl("logs", "client").lines().filter(line -> line.startsWith("read ")))
                .containsExactlyInAnyOrderElementsOf(lines(shop.read(shop.broker(), "orders")));
    }

    private static List<String> lines(Contents contents) {
        var lines = new ArrayList<String>();
        for (TopicPartition partition : contents.partitions()) {
            contents.of(partition)
                    .forEach(
                            record -> lines.add(ReadInPod.line(partition.partition(), record.offset(), record.text())));
        }
        return lines;
    }

    /** With Java and Kafka's client from the image of the data-plane; the program comes in a ConfigMap. */
    private void runInPod(Class<?> program, String... arguments) throws IOException {
        String file = program.getName().replace('.', '/') + ".class";
        Path compiled = ProjectFolder.target().resolve("test-classes").resolve(file);
        shop.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("client")
                        .withNamespace(shop.namespace())
                        .endMetadata()
                        .addToBinaryData("program", Base64.getEncoder().encodeToString(Files.readAllBytes(compiled)))
                        .build())
                .create();
        var command = new ArrayList<>(
                List.of("/opt/java/bin/java", "-Xmx64m", "-cp", "/opt/client:/opt/weir/lib/*", program.getName()));
        command.addAll(List.of(arguments));
        shop.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("client")
                        .withNamespace(shop.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .withNewSecurityContext()
                        .withRunAsNonRoot(true)
                        .withRunAsUser(USER)
                        .withNewSeccompProfile()
                        .withType("RuntimeDefault")
                        .endSeccompProfile()
                        .endSecurityContext()
                        .addNewContainer()
                        .withName("client")
                        .withImage(image())
                        .withCommand(command)
                        .withNewSecurityContext()
                        .withAllowPrivilegeEscalation(false)
                        .withNewCapabilities()
                        .withDrop("ALL")
                        .endCapabilities()
                        .endSecurityContext()
                        .addNewVolumeMount()
                        .withName("program")
                        .withMountPath("/opt/client")
                        .endVolumeMount()
                        .endContainer()
                        .addNewVolume()
                        .withName("program")
                        .withNewConfigMap()
                        .withName("client")
                        .withItems(new KeyToPathBuilder()
                                .withKey("program")
                                .withPath(file)
                                .build())
                        .endConfigMap()
                        .endVolume()
                        .endSpec()
                        .build())
                .create();
        await("the client ends")
                .atMost(Shop.PATIENCE)
                .until(() -> shop.kubectl("get", "pod", "client", "-o", "jsonpath={.status.phase}"), phase -> {
                    assertThat(phase).as(shop.kubectl("get", "pod", "client")).isNotEqualTo("Failed");
                    return phase.equals("Succeeded");
                });
    }

    /** The data-plane's, under the name that it has here. */
    private String image() {
        return shop.statefulSet()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }
}
