package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Condition;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RequiresApiServer(ApiServer.CONTROL)
class PodOptionsTest {
    private static final String POD_MONITORS = "/apis/monitoring.coreos.com/v1/podmonitors";

    /** As much of the Prometheus operator's definition as a PodMonitor needs to be one. */
    private static final String DEFINITION = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: podmonitors.monitoring.coreos.com}
        spec:
          group: monitoring.coreos.com
          scope: Namespaced
          names: {kind: PodMonitor, listKind: PodMonitorList, plural: podmonitors, singular: podmonitor}
          versions:
            - name: v1
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        """;

    private static final String POD = """
          pod:
            resources: {requests: {cpu: 1}, limits: {memory: 2048Mi}}
            nodeSelector: {disk: fast}
            tolerations: [{key: dedicated, value: cache, effect: NoSchedule}, {operator: Exists}]
            affinity:
              nodeAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  nodeSelectorTerms:
                    - matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [amd64, arm64]}]
              podAntiAffinity:
                preferredDuringSchedulingIgnoredDuringExecution:
                  - weight: 7
                    podAffinityTerm:
                      labelSelector: {matchLabels: {noisy: "yes"}}
                      topologyKey: kubernetes.io/hostname
            topologySpread: [{topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule}]
            annotations: {example.com/note: mine}
            labels: {team: shop}
            jvmOptions: ["-XX:+UseZGC"]
            image: registry.example.com/weir/dataplane:2
            imagePullSecrets: [{name: registry}]
        """;

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
    void pods_are_replaced_by_such_as_were_asked_for_and_then_nothing_is_written() throws IOException {
        site.applySample("orders.yaml");
        site.awaitCondition("orders", "Ready", "Ready");
        String before = site.get(Pod.class, "orders-0").getMetadata().getUid();

        site.apply(sample() + POD);

        await().atMost(Site.PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(
                                site.get(Pod.class, "orders-0").getMetadata().getUid())
                        .isNotEqualTo(before));
        site.awaitCondition("orders", "Ready", "Ready");
        Pod pod = site.get(Pod.class, "orders-0");
        Container container = pod.getSpec().getContainers().getFirst();
        assertThat(container.getImage()).isEqualTo("registry.example.com/weir/dataplane:2");
        assertThat(container.getResources().getRequests())
                .isEqualTo(Map.of("cpu", new Quantity("1"), "memory", new Quantity("2Gi")));
        assertThat(container.getEnv())
                .anySatisfy(variable -> assertThat(variable.getValue())
                        .startsWith("-Xms819m -Xmx819m ")
                        .endsWith(" -XX:+UseZGC"));
        assertThat(pod.getMetadata().getLabels())
                .containsEntry("team", "shop")
                .containsEntry("app.kubernetes.io/instance", "orders");
        assertThat(pod.getMetadata().getAnnotations()).containsEntry("example.com/note", "mine");
        assertThat(pod.getSpec().getNodeSelector()).containsEntry("disk", "fast");
        assertThat(pod.getSpec().getAffinity().getNodeAffinity()).isNotNull();
        nothingMoreIsWritten();
    }

    private void nothingMoreIsWritten() {
        List<String> settled = writesOnceSettled();
        double reconciles = site.operator().reconciles("KafkaCacheBinding");
        await().atMost(Site.PATIENCE).until(() -> site.operator().reconciles("KafkaCacheBinding") >= reconciles + 4);
        assertThat(site.operator().writes()).isEqualTo(settled);
    }

    private List<String> writesOnceSettled() {
        var last = new AtomicReference<>(site.operator().writes());
        return await().atMost(Site.PATIENCE)
                .pollInterval(Duration.ofSeconds(5))
                .until(site.operator()::writes, writes -> writes.equals(last.getAndSet(writes)));
    }

    @Test
    void labels_that_pods_are_found_by_are_refused_and_the_pods_go_on() throws IOException {
        site.applySample("orders.yaml");
        site.awaitCondition("orders", "Ready", "Ready");
        String revision = site.get(StatefulSet.class, "orders").getStatus().getUpdateRevision();

        site.apply(sample() + "  pod: {labels: {app.kubernetes.io/instance: another}}\n");

        Condition refused = site.awaitCondition("orders", "Accepted", "Invalid");
        assertThat(refused.message())
                .isEqualTo("spec.pod.labels[\"app.kubernetes.io/instance\"]: pods are given this by Weir itself:"
                        + " choose another name, or remove it");
        assertThat(site.get(StatefulSet.class, "orders").getStatus().getUpdateRevision())
                .isEqualTo(revision);
    }

    @Test
    void a_pod_monitor_is_there_until_it_is_declined() throws IOException {
        CustomResourceDefinition definition = site.admin()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .load(new ByteArrayInputStream(DEFINITION.getBytes(StandardCharsets.UTF_8)))
                .item();
        site.admin().resource(definition).create();
        try {
            await().atMost(Site.PATIENCE)
                    .ignoreExceptions()
                    .until(() -> podMonitors().contains("items"));
            // what the cluster serves is asked for at the start, and not again for a while
            site.stopOperator();
            site.startOperator();
            site.applySample("orders.yaml");
            site.awaitCondition("orders", "Ready", "Ready");
            assertThat(podMonitors()).contains("\"name\":\"orders\"");
            String pod = site.get(Pod.class, "orders-0").getMetadata().getUid();

            site.apply(sample().replace("  telemetry:\n", "  telemetry:\n    podMonitor: false\n"));

            await().atMost(Site.PATIENCE)
                    .untilAsserted(() -> assertThat(podMonitors()).doesNotContain("\"name\":\"orders\""));
            site.awaitCondition("orders", "Ready", "Ready");
            assertThat(site.get(Pod.class, "orders-0").getMetadata().getUid()).isEqualTo(pod);
            nothingMoreIsWritten();
        } finally {
            site.admin().resource(definition).delete();
            await().atMost(Site.PATIENCE)
                    .until(() -> site.admin().resource(definition).get() == null);
        }
    }

    private String podMonitors() {
        return String.valueOf(site.admin()
                .raw(POD_MONITORS.replace("podmonitors", "namespaces/" + site.namespace() + "/podmonitors")));
    }

    private static String sample() throws IOException {
        return Files.readString(Site.SAMPLES.resolve("orders.yaml"));
    }
}
