package dev.weir.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.e2e.cache.client.Ledger;
import dev.weir.e2e.cache.client.RunningReader;
import dev.weir.e2e.cache.client.RunningWriter;
import dev.weir.e2e.cache.client.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More pods, fewer pods, other pods, while clients read. */
@RequiresCluster
@Timeout(1800)
class ScalingTest {
    private static final String TOPIC = "orders";
    private static final int PARTITIONS = 6;
    private static final int PODS = 3;

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
        shop = Shop.open(operator, PODS);
        shop.kafka().createTopic(TOPIC, PARTITIONS, Map.of());
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void readers_notice_neither_scaling_nor_a_roll_out_that_the_operator_dies_in() {
        shop.apply(shop.orders());
        shop.awaitTrue("Ready");
        var ledger = new Ledger();
        try (RunningReader reader = RunningReader.subscribe(
                shop.cache(), Set.of(TOPIC), Map.of("group.id", "readers", "group.protocol", "classic"))) {
            try (RunningWriter writer = new Workload("writer", TOPIC, PARTITIONS, ledger, 1).plain(shop.broker())) {
                awaitReadOn(reader);

                scale(PODS);
                awaitReadOn(reader);
                scale(2);
                awaitReadOn(reader);
                rollOutWhileTheOperatorDies();
                awaitReadOn(reader);
                assertThat(writer.errors()).isEmpty();
            }
            await("everything that was written is read")
                    .atMost(Shop.PATIENCE)
                    .until(() -> reader.count() == ledger.count());
            assertThat(reader.violations()).isEmpty();
            ledger.mustBeKeptBy(reader.contents(), Map.of(), TOPIC::equals);
        }
        shop.read(shop.broker(), TOPIC).mustEqual(shop.read(shop.cache(), TOPIC), "the pods that are left");
    }

    private void scale(int pods) {
        shop.kubectl("scale", "kafkacachebinding", Shop.BINDING, "--replicas=" + pods);
        await(pods + " pods are ready").atMost(Shop.PATIENCE).until(() -> {
            var running = shop.pods();
            return running.size() == pods && running.stream().allMatch(Readiness::isPodReady);
        });
        shop.awaitTrue("Programmed", "Warm", "Ready");
    }

    private void rollOutWhileTheOperatorDies() {
        Set<String> before = uids();
        ObjectNode document = shop.orders();
        var spec = (ObjectNode) document.get("spec");
        spec.put("replicas", before.size());
        spec.putObject("pod").putObject("annotations").put("example.com/release", "2");
        shop.apply(document);
        await("the first pod is replaced")
                .atMost(Shop.PATIENCE)
                .until(() -> uids().size() == before.size() && !uids().equals(before));

        operator.killPods();

        await("every pod is replaced").atMost(Shop.PATIENCE).until(() -> {
            var now = uids();
            now.retainAll(before);
            return now.isEmpty() && shop.pods().stream().allMatch(Readiness::isPodReady);
        });
        shop.awaitTrue("Programmed", "Ready");
    }

    private Set<String> uids() {
        var uids = new TreeSet<String>();
        for (Pod pod : shop.pods()) {
            uids.add(pod.getMetadata().getUid());
        }
        return uids;
    }

    private static void awaitReadOn(RunningReader reader) {
        int before = reader.count();
        await("it reads on").atMost(Shop.PATIENCE).until(() -> reader.count() > before + 200);
    }
}
