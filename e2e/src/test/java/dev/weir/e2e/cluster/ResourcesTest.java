package dev.weir.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Ledger;
import dev.weir.e2e.cache.client.LoopingReader;
import dev.weir.e2e.cache.client.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.ArrayList;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a pod takes of its node: room on a volume, and memory. */
@RequiresCluster
@Timeout(1800)
class ResourcesTest {
    private static final String TOPIC = "orders";
    private static final int PARTITIONS = 4;
    private static final int READERS = 12;
    private static final int WEB_READERS = 40;
    private static final long GIBIBYTE = 1L << 30;

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
    void a_volume_grows_around_the_pod_that_is_on_it_and_does_not_shrink() {
        assumeTrue(volumesGrow(), "the default StorageClass does not let volumes grow");
        shop.write(TOPIC, PARTITIONS, 1_000);
        shop.apply(sized("1Gi"));
        shop.awaitTrue("Warm", "Ready");
        Contents before = shop.read(shop.cache(), TOPIC);
        var extent = shop.extent(TOPIC);
        String pod = incarnation();
        assertThat(mayHold()).isEqualTo(GIBIBYTE);

        shop.apply(sized("2Gi"));

        shop.awaitTrue("Accepted", "Programmed", "Ready");
        await("claim and volume have grown")
                .atMost(Shop.PATIENCE)
                .untilAsserted(() -> assertThat(capacities()).isEqualTo("2Gi 2Gi"));
        await("the cache may hold more").atMost(Shop.PATIENCE).until(() -> mayHold() == 2 * GIBIBYTE);
        assertThat(incarnation()).isEqualTo(pod);
        shop.kafka().broker(1).kill();
        before.mustEqual(shop.read(shop.cache(), extent), "the volume that has grown");
        shop.kafka().broker(1).start();

        shop.apply(sized("1Gi"));

        await("it is refused")
                .atMost(Shop.PATIENCE)
                .untilAsserted(() -> assertThat(accepted())
                        .startsWith("False StorageFixed Volumes can grow and never shrink: they have 2Gi."));
        assertThat(capacities()).isEqualTo("2Gi 2Gi");
        before.mustEqual(shop.read(shop.cache(), extent), "the volume that was to shrink");
        shop.apply(sized("2Gi"));
        shop.awaitTrue("Accepted", "Programmed", "UpstreamConnected", "Ready");
        assertThat(mayHold()).isEqualTo(2 * GIBIBYTE);
        assertThat(incarnation()).isEqualTo(pod);
    }

    /** The topic is larger than what heap and buffers leave of the memory, and so read from files. */
    @Test
    void a_pod_under_load_keeps_within_its_memory_and_is_never_killed_for_it() {
        long limit = 384L << 20;
        int records = 2_000;
        shop.write(TOPIC, PARTITIONS, records, 16_000);
        shop.apply(limited(limit));
        shop.awaitTrue("Warm", "Ready");
        String pod = incarnation();
        var peak = new MemoryPeak(shop);
        var readers = new ArrayList<LoopingReader>();
        try (var api = ApiProxy.open(operator.cluster());
                var web = WebReaders.start(api.pod(shop.namespace(), "orders-0", 8081), TOPIC, WEB_READERS);
                var writer = new Workload("writer", TOPIC, PARTITIONS, new Ledger(), 1).plain(shop.cache())) {
            for (int i = 0; i < READERS; i++) {
                readers.add(LoopingReader.start(shop.cache(), new TopicPartition(TOPIC, i % PARTITIONS), records));
            }
            await("all have read everything twice").atMost(Shop.PATIENCE).until(() -> {
                assertThat(readers).flatExtracting(LoopingReader::violations).isEmpty();
                assertThat(web.failures()).isZero();
                return peak.isKnown()
                        && web.rounds() >= 2 * WEB_READERS
                        && readers.stream().allMatch(reader -> reader.rounds() >= 2);
            });
            assertThat(writer.errors()).isEmpty();
        } finally {
            readers.forEach(LoopingReader::close);
        }
        System.out.printf("Of %d MiB a pod under load took %d%n", limit >> 20, peak.bytes() >> 20);
        assertThat(peak.bytes()).isPositive().isLessThan(limit * 9 / 10);
        assertThat(incarnation()).isEqualTo(pod);
    }

    private boolean volumesGrow() {
        return shop.client().storage().v1().storageClasses().list().getItems().stream()
                .filter(ResourcesTest::isDefault)
                .anyMatch(each -> Boolean.TRUE.equals(each.getAllowVolumeExpansion()));
    }

    private static boolean isDefault(StorageClass each) {
        return each.getMetadata().getAnnotations() != null
                && "true"
                        .equals(each.getMetadata().getAnnotations().get("storageclass.kubernetes.io/is-default-class"));
    }

    private ObjectNode sized(String size) {
        ObjectNode document = shop.orders();
        ((ObjectNode) document.get("spec")).putObject("storage").put("size", size);
        return document;
    }

    private ObjectNode limited(long memory) {
        ObjectNode document = shop.orders();
        ((ObjectNode) document.get("spec"))
                .putObject("pod")
                .putObject("resources")
                .putObject("limits")
                .put("memory", String.valueOf(memory));
        return document;
    }

    /** Of claim and volume. */
    private String capacities() {
        String[] claim = shop.kubectl(
                        "get",
                        "persistentvolumeclaim",
                        "data-orders-0",
                        "-o",
                        "jsonpath={.status.capacity.storage} {.spec.volumeName}")
                .split(" ", -1);
        return claim[0] + " "
                + shop.kubectl("get", "persistentvolume", claim[1], "-o", "jsonpath={.spec.capacity.storage}");
    }

    /** What the pod itself says. */
    private long mayHold() {
        String metrics =
                shop.client().raw("/api/v1/namespaces/" + shop.namespace() + "/pods/orders-0:9100/proxy/metrics");
        return metrics.lines()
                .filter(line -> line.startsWith("weir_kafka_log_limit_bytes"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String accepted() {
        return shop.kubectl(
                "get",
                "kafkacachebinding",
                Shop.BINDING,
                "-o",
                "jsonpath={range .status.conditions[?(@.type==\"Accepted\")]}{.status} {.reason} {.message}{end}");
    }

    private String incarnation() {
        Pod pod = shop.pod(0);
        return pod.getMetadata().getUid() + " "
                + pod.getStatus().getContainerStatuses().getFirst().getRestartCount();
    }
}
