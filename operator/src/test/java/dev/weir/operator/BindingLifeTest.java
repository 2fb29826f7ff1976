package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.ConditionStatus;
import dev.weir.api.KafkaCacheBinding;
import dev.weir.api.KafkaCacheBindingStatus;
import dev.weir.api.KafkaCacheTotals;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("cluster")
class BindingLifeTest {
    private Site site;

    @BeforeEach
    void open() throws IOException {
        site = new Site();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void the_sample_becomes_ready() throws IOException {
        site.applySample("orders.yaml");

        site.awaitCondition("orders", "Ready", "Ready");
        KafkaCacheBindingStatus status = site.status("orders");
        assertThat(status.replicas()).isEqualTo(1);
        assertThat(status.readyReplicas()).isEqualTo(1);
        assertThat(Objects.requireNonNull(status.endpoints()).bootstrapServers())
                .isEqualTo("orders." + site.namespace() + ".svc:9092");
        assertThat(status.conditions())
                .extracting(condition -> condition.type() + "=" + condition.status())
                .containsExactly(
                        "Accepted=TRUE",
                        "ResolvedRefs=TRUE",
                        "Programmed=TRUE",
                        "UpstreamConnected=UNKNOWN",
                        "Warm=UNKNOWN",
                        "Ready=TRUE");
        assertThat(site.get(Pod.class, "orders-0").getSpec().getContainers()).hasSize(1);
        assertThat(site.get(PersistentVolumeClaim.class, "data-orders-0").getStatus())
                .isNotNull();
        assertThat(site.get(Service.class, "orders-pods").getSpec().getClusterIP())
                .isEqualTo("None");
    }

    @Test
    void an_unchanged_resource_is_reconciled_without_a_write() throws IOException {
        site.applySample("orders.yaml");
        site.awaitCondition("orders", "Ready", "Ready");
        await().pollInterval(Duration.ofSeconds(3)).until(() -> {
            int before = site.operator().writes().size();
            return before == site.operator().writes().size();
        });
        List<String> before = site.operator().writes();

        // polled every second
        await().during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(site.operator().writes()).isEqualTo(before));
    }

    @Test
    void a_change_reaches_every_pod_without_a_restart() throws IOException {
        site.applySample("orders.yaml");
        site.awaitCondition("orders", "Ready", "Ready");
        String pod = site.get(Pod.class, "orders-0").getMetadata().getUid();
        String checksum = site.status("orders").checksum();
        String revision = site.get(StatefulSet.class, "orders").getStatus().getUpdateRevision();

        site.apply(Files.readString(Site.SAMPLES.resolve("orders.yaml")).replace("- customers", "- people"));

        site.awaitCondition("orders", "Ready", "Ready");
        assertThat(site.status("orders").checksum()).isNotEqualTo(checksum);
        assertThat(site.get(ConfigMap.class, "orders-document").getData().get("document.yaml"))
                .contains("- people");
        assertThat(site.get(Pod.class, "orders-0").getMetadata().getUid()).isEqualTo(pod);
        assertThat(site.get(StatefulSet.class, "orders").getStatus().getUpdateRevision())
                .isEqualTo(revision);
    }

    @Test
    void each_change_of_state_is_told_by_one_event() throws IOException {
        site.applySample("orders.yaml");
        site.awaitCondition("orders", "Ready", "Ready");

        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(
                                site.admin().v1().events().inNamespace(site.namespace()).list().getItems().stream()
                                        .filter(event -> event.getInvolvedObject()
                                                .getKind()
                                                .equals("KafkaCacheBinding"))
                                        .map(event -> event.getType() + " " + event.getReason()))
                        .contains("Normal Accepted", "Warning NoPodReady", "Normal Programmed", "Normal Ready")
                        .doesNotHaveDuplicates());
    }

    @Test
    void the_operator_tells_how_it_is_and_how_each_resource_is() throws Exception {
        site.applySample("orders.yaml");
        site.awaitCondition("orders", "Ready", "Ready");

        assertThat(tell("/readyz")).isEqualTo("ready\n");
        assertThat(tell("/livez")).isEqualTo("alive\n");
        await().untilAsserted(
                        () -> assertThat(tell("/metrics"))
                                .contains(
                                        "weir_operator_resource_ready{kind=\"KafkaCacheBinding\",name=\"orders\",namespace=\""
                                                + site.namespace() + "\"} 1.0")
                                .contains(
                                        "weir_operator_reconciles_seconds_count{controller=\"kafkacachebindingreconciler\",result=\"success\"}"));
    }

    private String tell(String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + site.operator().port() + path);
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void what_pods_tell_of_their_cache_is_in_the_status() throws IOException {
        site.pods()
                .tell("{\"upstreams\": [{\"name\": \"main\", \"connected\": true}], \"cache\": {\"topics\": 3,"
                        + " \"partitions\": 8, \"warmPartitions\": 4, \"bytes\": 1000, \"maxLag\": 7}}");
        site.applySample("orders.yaml");

        site.awaitCondition("orders", "Warm", "Warming");
        assertThat(site.status("orders").cache()).isEqualTo(new KafkaCacheTotals(3, 8, 1000, 7, 50));
        site.awaitCondition("orders", "UpstreamConnected", "Connected");

        site.pods().tell("{\"upstreams\": [{\"name\": \"main\", \"connected\": false, \"problem\": \"no route\"}]}");

        assertThat(site.awaitCondition("orders", "UpstreamConnected", "Disconnected")
                        .message())
                .contains("orders-0 is not connected to upstream main: no route");
        site.awaitCondition("orders", "Ready", "NotConnected");
    }

    @Test
    void scaling_is_by_the_scale_subresource() throws IOException {
        site.applySample("orders.yaml");
        site.awaitCondition("orders", "Ready", "Ready");

        site.admin()
                .resources(KafkaCacheBinding.class)
                .inNamespace(site.namespace())
                .withName("orders")
                .scale(3);

        await().atMost(Site.PATIENCE).until(() -> site.status("orders").readyReplicas() == 3);
        assertThat(site.awaitCondition("orders", "Ready", "Ready").status()).isEqualTo(ConditionStatus.TRUE);
    }
}
