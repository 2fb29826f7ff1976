package dev.weir.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.e2e.cache.client.Ledger;
import dev.weir.e2e.cache.client.RunningReader;
import dev.weir.e2e.cache.client.RunningWriter;
import dev.weir.e2e.cache.client.Workload;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The next version of the operator, which brings the next version of the data-plane with it. */
@RequiresCluster
@Timeout(1800)
class UpgradeTest {
    private static final String TOPIC = "orders";
    private static final int PARTITIONS = 4;
    private static final int PODS = 2;

    @Test
    void pods_go_over_to_the_new_image_one_at_a_time_with_what_was_applied_meanwhile_and_clients_do_not_notice() {
        try (Operator operator = Operator.install(Installation.HELM);
                Shop shop = Shop.open(operator, PODS)) {
            shop.kafka().createTopic(TOPIC, PARTITIONS, Map.of());
            shop.kafka().createTopic("payments", 1, Map.of());
            shop.write("payments", 1, 100);
            shop.apply(fetching(shop, TOPIC));
            shop.awaitTrue("Warm", "Ready");
            Set<String> images = images(shop);
            var ledger = new Ledger();
            try (RunningReader reader = RunningReader.subscribe(
                    shop.cache(), Set.of(TOPIC), Map.of("group.id", "readers", "group.protocol", "classic"))) {
                try (RunningWriter writer = new Workload("writer", TOPIC, PARTITIONS, ledger, 1).plain(shop.cache());
                        var replacements = new Replacements(shop)) {
                    awaitReadOn(reader);

                    shop.apply(fetching(shop, TOPIC, "payments"));
                    operator.upgrade();

                    await("all pods run the new image").atMost(Shop.PATIENCE).untilAsserted(() -> {
                        assertThat(images(shop)).hasSize(1).doesNotContainAnyElementsOf(images);
                        assertThat(shop.pods()).hasSize(PODS).allMatch(Readiness::isPodReady);
                    });
                    shop.awaitTrue("Programmed", "Warm", "Ready");
                    awaitReadOn(reader);
                    assertThat(replacements.awayMax()).as("pods away at a time").isEqualTo(1);
                    assertThat(replacements.inOrder()).containsExactly("orders-1", "orders-0");
                    assertThat(writer.errors()).isEmpty();
                }
                await("everything that was written is read")
                        .atMost(Shop.PATIENCE)
                        .until(() -> reader.count() == ledger.count());
                assertThat(reader.violations()).isEmpty();
                ledger.mustBeKeptBy(reader.contents(), Map.of(), TOPIC::equals);
            }
            shop.read(shop.broker(), TOPIC).mustEqual(shop.read(shop.cache(), TOPIC), "the pods of the new version");
            shop.read(shop.broker(), "payments").mustEqual(shop.read(shop.cache(), "payments"), "what was applied");
        }
    }

    /** Each of two pods holds all of these topics, so that one is enough, and knows no others. */
    private static ObjectNode fetching(Shop shop, String... topics) {
        ObjectNode document = shop.orders();
        var spec = (ObjectNode) document.get("spec");
        spec.put("replicas", PODS).put("copies", PODS);
        spec.remove(List.of("exit", "bootstrap"));
        ObjectNode route = spec.putArray("routes").addObject();
        List.of(topics).forEach(topic -> route.withArray("when").addObject().put("topic", topic));
        route.put("exit", "main");
        return document;
    }

    /** The images that containers run, by digest. */
    private static Set<String> images(Shop shop) {
        return shop.pods().stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .map(ContainerStatus::getImageID)
                .collect(Collectors.toSet());
    }

    private static void awaitReadOn(RunningReader reader) {
        int before = reader.count();
        await("it reads on").atMost(Shop.PATIENCE).until(() -> reader.count() > before + 200);
    }
}
