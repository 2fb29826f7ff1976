package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.api.ConditionStatus;
import dev.weir.api.KafkaCacheBinding;
import dev.weir.api.KafkaCacheBindingStatus;
import dev.weir.api.KafkaCacheTotals;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RequiresApiServer(ApiServer.CONTROL)
class BindingLifeTest {
    private static final Path CONTRACT = Path.of("../deploy/reference/status/kafka-cache.json");
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
    void unchanged_resources_are_reconciled_without_a_write() throws IOException {
        site.secret("orders-tls", Map.of("tls.crt", "a certificate", "tls.key", "a key"));
        site.apply(Files.readString(Site.SAMPLES.resolve("orders.yaml"))
                .replace("    kafka:", "    kafka:\n      tls: {certificateSecretRef: {name: orders-tls}}"));
        site.applySample("catalog.yaml");
        site.awaitCondition("orders", "Ready", "Ready");
        List<String> settled = writesOnceSettled();

        // every resource is polled each second here
        for (String kind : List.of("KafkaCacheBinding", "HttpCache")) {
            awaitReconciles(kind);
        }
        assertThat(site.operator().writes()).isEqualTo(settled);
        assertThat(settled).anyMatch(write -> write.endsWith("/httpcaches/catalog/status"));
    }

    private void awaitReconciles(String kind) {
        double before = site.operator().reconciles(kind);
        await().atMost(Site.PATIENCE).until(() -> site.operator().reconciles(kind) >= before + 4);
    }

    private List<String> writesOnceSettled() {
        var last = new AtomicReference<>(site.operator().writes());
        return await().atMost(Site.PATIENCE)
                .pollInterval(Duration.ofSeconds(5))
                .until(site.operator()::writes, writes -> writes.equals(last.getAndSet(writes)));
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
        awaitReconciles("KafkaCacheBinding");

        List<Event> events = site.admin().v1().events().inNamespace(site.namespace()).list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getKind().equals("KafkaCacheBinding"))
                .sorted(Comparator.comparingLong(
                        event -> Long.parseLong(event.getMetadata().getResourceVersion())))
                .toList();
        assertThat(events)
                .extracting(event -> event.getType() + " " + event.getReason())
                .contains("Normal Accepted", "Warning NoPodReady", "Normal Programmed", "Normal Ready");
        var last = new HashMap<String, String>();
        for (Event event : events) {
            String condition = event.getMessage().split(":", 2)[0];
            assertThat(last.put(condition, event.getReason()))
                    .as("the event before of %s", condition)
                    .isNotEqualTo(event.getReason());
        }
    }

    @Test
    void the_operator_tells_how_it_is_and_how_each_resource_is() throws IOException {
        site.applySample("orders.yaml");
        site.awaitCondition("orders", "Ready", "Ready");

        assertThat(site.operator().tell("/readyz")).isEqualTo("ready\n");
        assertThat(site.operator().tell("/livez")).isEqualTo("alive\n");
        await().atMost(Site.PATIENCE)
                .untilAsserted(
                        () -> assertThat(site.operator().tell("/metrics"))
                                .contains(
                                        "weir_operator_resource_ready{kind=\"KafkaCacheBinding\",name=\"orders\",namespace=\""
                                                + site.namespace() + "\"} 1.0")
                                .contains("weir_operator_queue ", "weir_operator_leader 1.0")
                                .contains(
                                        "weir_operator_reconciles_seconds_count{controller=\"kafkacachebindingreconciler\",result=\"success\"}"));
    }

    @Test
    void what_pods_tell_of_their_cache_is_in_the_status() throws IOException {
        var contract = (ObjectNode) new ObjectMapper()
                .readTree(CONTRACT.toFile())
                .path("documents")
                .path(0)
                .path("status");
        site.pods().tell(contract.toString());
        site.applySample("orders.yaml");

        site.awaitCondition("orders", "Warm", "Warming");
        assertThat(site.status("orders").cache()).isEqualTo(new KafkaCacheTotals(2, 4, 1400, 18, 75));
        assertThat(site.awaitCondition("orders", "UpstreamConnected", "Disconnected")
                        .message())
                .contains("orders-0 is not connected to upstream old: old.kafka:9092 refuses connections");
        site.awaitCondition("orders", "Ready", "NotConnected");

        contract.withArray("upstreams").remove(1);
        site.pods().tell(contract.toString());

        site.awaitCondition("orders", "UpstreamConnected", "Connected");
        site.awaitCondition("orders", "Ready", "Ready");

        site.pods().tell("{}");

        site.awaitCondition("orders", "Warm", "NotTold");
        assertThat(site.status("orders").cache())
                .as("what was last told")
                .isEqualTo(new KafkaCacheTotals(2, 4, 1400, 18, 75));
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
