package dev.weir.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Ledger;
import dev.weir.e2e.cache.client.RunningReader;
import dev.weir.e2e.cache.client.RunningWriter;
import dev.weir.e2e.cache.client.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods that are deleted or killed: what they had cached is on their volume, and their readers go on. */
@RequiresCluster
@Timeout(1800)
class LostPodTest {
    private static final String TOPIC = "orders";
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 2_000;

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
        shop.kafka().createTopic(TOPIC, PARTITIONS, Map.of());
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_deleted_pod_comes_back_and_serves_from_its_volume_while_upstream_is_away() {
        shop.write(TOPIC, PARTITIONS, RECORDS);
        shop.apply(shop.orders());
        shop.awaitTrue("Warm", "Ready");
        Contents before = shop.read(shop.cache(), TOPIC);
        assertThat(before.size()).isEqualTo(PARTITIONS * RECORDS);
        String claim = volume();
        Pod lost = shop.pod(0);
        var extent = shop.extent(TOPIC);

        shop.kafka().broker(1).kill();
        shop.kubectl("delete", "pod", lost.getMetadata().getName());
        shop.awaitAnother(lost);

        before.mustEqual(shop.read(shop.cache(), extent), "the pod that came back");
        assertThat(volume()).isEqualTo(claim);
        shop.kafka().broker(1).start();
        shop.awaitTrue("UpstreamConnected", "Ready");
    }

    @ParameterizedTest
    @CsvSource({"in order, --grace-period=60", "at once as by kill -9, --grace-period=0 --force"})
    void readers_in_a_group_go_on_when_a_pod_ends(String how, String options) {
        shop.apply(shop.orders());
        shop.awaitTrue("Ready");
        var ledger = new Ledger();
        try (RunningReader reader = RunningReader.subscribe(
                shop.cache(), Set.of(TOPIC), Map.of("group.id", "readers", "group.protocol", "classic"))) {
            try (RunningWriter writer = new Workload("writer", TOPIC, PARTITIONS, ledger, 1).plain(shop.broker())) {
                awaitReadOn(reader);
                Pod lost = shop.pod(0);

                shop.kubectl(("delete pod orders-0 " + options).split(" ", -1));

                shop.awaitAnother(lost);
                awaitReadOn(reader);
                assertThat(writer.errors()).isEmpty();
            }
            await("everything that was written is read")
                    .atMost(Shop.PATIENCE)
                    .until(() -> reader.count() == ledger.count());
            assertThat(reader.violations()).isEmpty();
            ledger.mustBeKeptBy(reader.contents(), Map.of(), TOPIC::equals);
        }
    }

    private static void awaitReadOn(RunningReader reader) {
        int before = reader.count();
        await("it reads on").atMost(Shop.PATIENCE).until(() -> reader.count() > before + RECORDS / 10);
    }

    private String volume() {
        return shop.kubectl("get", "persistentvolumeclaim", "data-orders-0", "-o", "jsonpath={.spec.volumeName}");
    }
}
