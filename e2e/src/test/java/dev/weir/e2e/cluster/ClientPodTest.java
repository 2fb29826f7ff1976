package dev.weir.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.e2e.cache.client.Contents;
import java.util.ArrayList;
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
    void a_client_in_a_pod_reads_what_is_upstream_by_the_name_that_the_sample_tells() {
        shop.kafka().createTopic("orders", PARTITIONS, Map.of());
        shop.write("orders", PARTITIONS, RECORDS);
        ObjectNode document = shop.orders();
        ((ObjectNode) document.get("spec")).put("replicas", 2);
        ((ObjectNode) document.at("/spec/listeners/kafka")).remove("advertised");
        shop.apply(document);
        shop.awaitTrue("Warm", "Ready");

        List<String> printed =
                ClientPod.run(shop, ReadInPod.class, "orders:9092", "orders", String.valueOf(PARTITIONS * RECORDS));

        assertThat(printed.stream().filter(line -> line.startsWith("read ")))
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
}
