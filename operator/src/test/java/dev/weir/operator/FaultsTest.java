package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Condition;
import dev.weir.api.ConditionStatus;
import dev.weir.api.HttpCache;
import dev.weir.api.KafkaCacheBinding;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users, other programs and machines do to a binding that was ready; it converges, and says what it waits for. */
@RequiresApiServer(ApiServer.CONTROL)
class FaultsTest {
    private Site site;

    @BeforeEach
    void open() throws IOException {
        site = new Site();
        site.applySample("orders.yaml");
        site.awaitCondition("orders", "Ready", "Ready");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private String changed() throws IOException {
        return Files.readString(Site.SAMPLES.resolve("orders.yaml")).replace("- customers", "- people");
    }

    @Test
    void a_document_that_is_not_valid_leaves_the_last_good_one_running() throws IOException {
        String before = site.status("orders").checksum();

        // this server does not know the rules of the definition, so the operator has to find it out
        site.apply(changed().replace("exit: main", "exit: man"));

        Condition accepted = site.awaitCondition("orders", "Accepted", "Invalid");
        assertThat(accepted.message()).isEqualTo("spec.exit: there is no upstream \"man\": name one of: main");
        assertThat(site.awaitCondition("orders", "Ready", "NotAccepted").status())
                .isEqualTo(ConditionStatus.FALSE);
        assertThat(site.status("orders").checksum()).isEqualTo(before);
        assertThat(site.get(ConfigMap.class, "orders-document").getData().get("document.yaml"))
                .contains("- customers");

        site.apply(changed());

        site.awaitCondition("orders", "Ready", "Ready");
    }

    @Test
    void a_pod_that_rejects_its_document_is_told_with_the_reason() throws IOException {
        site.pods().reject("orders-0");

        site.apply(changed());

        Condition programmed = site.awaitCondition("orders", "Programmed", "DocumentRejected");
        assertThat(programmed.message())
                .contains("orders-0 tells: spec.exit: is not to my taste", "goes on with what it ran before");

        site.pods().rejectNoMore("orders-0");

        site.awaitCondition("orders", "Ready", "Ready");
    }

    @Test
    void a_pod_that_does_not_answer_is_told() {
        site.pods().silence("orders-0");

        Condition programmed = site.awaitCondition("orders", "Programmed", "PodSilent");
        assertThat(programmed.message()).contains("What orders-0 runs is not known: nothing listens");
        site.awaitCondition("orders", "Ready", "NotProgrammed");
    }

    @Test
    void a_stateful_set_that_was_edited_by_hand_becomes_what_it_was() {
        site.edit(StatefulSet.class, "orders", set -> {
            set.getSpec().setReplicas(3);
            set.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("mine:1");
        });

        await().atMost(Site.PATIENCE).untilAsserted(() -> {
            var spec = site.get(StatefulSet.class, "orders").getSpec();
            assertThat(spec.getReplicas()).isEqualTo(1);
            assertThat(spec.getTemplate().getSpec().getContainers().getFirst().getImage())
                    .isEqualTo("weir/dataplane:1");
        });
        await().atMost(Site.PATIENCE).until(() -> site.status("orders").replicas() == 1);
        site.awaitCondition("orders", "Ready", "Ready");
    }

    @Test
    void what_was_deleted_by_hand_comes_back() {
        String uid = site.get(StatefulSet.class, "orders").getMetadata().getUid();

        site.admin()
                .apps()
                .statefulSets()
                .inNamespace(site.namespace())
                .withName("orders")
                .delete();
        site.admin().services().inNamespace(site.namespace()).withName("orders").delete();

        await().atMost(Site.PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(site.get(StatefulSet.class, "orders").getMetadata().getUid())
                    .isNotEqualTo(uid);
            assertThat(site.get(Service.class, "orders").getSpec().getPorts()).hasSize(2);
        });
        site.awaitCondition("orders", "Ready", "Ready");
    }

    @Test
    void what_users_put_on_objects_stays() {
        site.edit(
                StatefulSet.class,
                "orders",
                set -> set.getMetadata().getAnnotations().put("note", "mine"));
        site.edit(
                Service.class,
                "orders",
                service -> service.getMetadata().getLabels().put("note", "mine"));
        site.edit(
                NetworkPolicy.class,
                "orders",
                policy -> policy.getSpec().getIngress().removeFirst());

        await().atMost(Site.PATIENCE)
                .until(() -> site.get(NetworkPolicy.class, "orders")
                                .getSpec()
                                .getIngress()
                                .size()
                        == 2);

        assertThat(site.get(StatefulSet.class, "orders").getMetadata().getAnnotations())
                .containsEntry("note", "mine");
        assertThat(site.get(Service.class, "orders").getMetadata().getLabels()).containsEntry("note", "mine");
    }

    @Test
    void a_second_resource_that_needs_the_same_service_is_told_so() throws IOException {
        site.apply(Files.readString(Site.SAMPLES.resolve("catalog.yaml")).replace("name: catalog", "name: orders"));

        await().atMost(Site.PATIENCE)
                .untilAsserted(() -> assertThat(
                                site.get(HttpCache.class, "orders").getStatus())
                        .isNotNull()
                        .satisfies(status -> assertThat(status.conditions().getFirst())
                                .satisfies(accepted -> {
                                    assertThat(accepted.reason()).isEqualTo("NameTaken");
                                    assertThat(accepted.message()).contains("belongs to KafkaCacheBinding orders");
                                })));
        assertThat(site.get(Service.class, "orders").getSpec().getPorts()).hasSize(2);
        site.awaitCondition("orders", "Ready", "Ready");
    }

    @Test
    void two_bindings_never_share_a_service_and_the_second_can_have_it_after_the_first() throws IOException {
        // the name of the headless Service of the first is that of the second's Service for clients
        site.apply(Files.readString(Site.SAMPLES.resolve("orders.yaml")).replace("name: orders", "name: orders-pods"));

        assertThat(site.awaitCondition("orders-pods", "Accepted", "NameTaken").message())
                .contains("The Service orders-pods belongs to KafkaCacheBinding orders");
        assertThat(site.get(Service.class, "orders-pods").getSpec().getClusterIP())
                .isEqualTo("None");

        site.admin()
                .resources(KafkaCacheBinding.class)
                .inNamespace(site.namespace())
                .withName("orders")
                .delete();

        site.awaitCondition("orders-pods", "Ready", "Ready");
    }

    @Test
    void a_service_of_somebody_else_is_left_alone() throws IOException {
        site.admin()
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("payments")
                        .withNamespace(site.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();

        site.apply(Files.readString(Site.SAMPLES.resolve("orders.yaml")).replace("name: orders", "name: payments"));

        assertThat(site.awaitCondition("payments", "Accepted", "NameTaken").message())
                .contains("Service payments belongs to somebody else");
        assertThat(site.admin()
                        .apps()
                        .statefulSets()
                        .inNamespace(site.namespace())
                        .withName("payments")
                        .get())
                .isNull();

        site.admin()
                .services()
                .inNamespace(site.namespace())
                .withName("payments")
                .delete();

        site.awaitCondition("payments", "Ready", "Ready");
    }

    @Test
    void an_operator_that_was_away_during_a_change_takes_it_up() throws IOException {
        site.stopOperator();
        site.apply(changed().replace("name: orders", "name: orders\n  labels: {a: b}"));
        site.edit(ConfigMap.class, "orders-document", map -> map.setData(Map.of("document.yaml", "spoilt")));

        site.startOperator();

        site.awaitCondition("orders", "Ready", "Ready");
        assertThat(site.get(ConfigMap.class, "orders-document").getData().get("document.yaml"))
                .contains("- people");
    }

    @Test
    void a_missing_storage_class_is_told_and_can_come_later() throws IOException {
        site.apply(Files.readString(Site.SAMPLES.resolve("orders.yaml"))
                .replace("name: orders", "name: others")
                .replace("  telemetry:", "  storage: {className: not-there}\n  telemetry:"));

        assertThat(site.awaitCondition("others", "ResolvedRefs", "StorageClassMissing")
                        .message())
                .contains("There is no StorageClass not-there");
    }

    @Test
    void volumes_that_should_shrink_are_refused() throws IOException {
        site.apply(changed().replace("  telemetry:", "  storage: {size: 1Gi}\n  telemetry:"));

        assertThat(site.awaitCondition("orders", "Accepted", "StorageFixed").message())
                .contains("never shrink", "10Gi");
        assertThat(site.get(ConfigMap.class, "orders-document").getData().get("document.yaml"))
                .contains("- customers");
    }

    @Test
    void volumes_of_a_class_that_does_not_expand_them_are_refused() throws IOException {
        site.apply(changed().replace("  telemetry:", "  storage: {size: 20Gi}\n  telemetry:"));

        assertThat(site.awaitCondition("orders", "Accepted", "StorageFixed").message())
                .contains("The volumes cannot grow");
        assertThat(site.get(Pod.class, "orders-0")).isNotNull();
        assertThat(site.get(KafkaCacheBinding.class, "orders").getStatus().readyReplicas())
                .isEqualTo(1);
    }

    @Test
    void what_belongs_to_a_deleted_binding_goes_with_it() {
        site.admin()
                .resources(KafkaCacheBinding.class)
                .inNamespace(site.namespace())
                .withName("orders")
                .delete();

        await().atMost(Site.PATIENCE).untilAsserted(() -> {
            assertThat(site.admin()
                            .apps()
                            .statefulSets()
                            .inNamespace(site.namespace())
                            .list()
                            .getItems())
                    .isEmpty();
            assertThat(site.admin()
                            .configMaps()
                            .inNamespace(site.namespace())
                            .withLabel("app.kubernetes.io/part-of", "weir")
                            .list()
                            .getItems())
                    .isEmpty();
            assertThat(site.admin()
                            .persistentVolumeClaims()
                            .inNamespace(site.namespace())
                            .list()
                            .getItems())
                    .isEmpty();
        });
    }
}
