package dev.weir.e2e.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.kafka.ClusterSettings;
import dev.weir.e2e.kafka.KafkaCluster;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;

/**
 * A namespace of its own, and Kafka on this machine for what is applied in it: the binding {@code orders} of the
 * samples, which clients on this machine connect to as well.
 */
final class Shop extends Applied {
    static final String BINDING = "orders";
    private static final int KAFKA_PORT = 9092;
    private static final int WEB_PORT = 8081;

    private final KafkaCluster kafka;
    private final PodForwards forwards;
    private final PodForwards web;

    private Shop(Operator operator, KafkaCluster kafka, int pods) {
        super(operator, "kafkacachebindings", BINDING);
        this.kafka = kafka;
        this.forwards = PodForwards.open(client(), namespace(), BINDING, KAFKA_PORT, pods);
        this.web = PodForwards.open(client(), namespace(), BINDING, WEB_PORT, 1);
    }

    /** With as many pods as there may be at a time. */
    static Shop open(Operator operator, int pods) {
        var settings = ClusterSettings.brokers(1).host(operator.cluster().hostAddress());
        return new Shop(operator, KafkaCluster.start(settings), pods);
    }

    KafkaCluster kafka() {
        return kafka;
    }

    /** The address of the cluster behind. */
    String broker() {
        return kafka.bootstrapServers();
    }

    /** What clients on this machine connect to. */
    String cache() {
        return forwards.address();
    }

    /** Where clients on this machine reach what the first pod has for web clients. */
    URI web(String path) {
        return URI.create("http://" + web.address() + path);
    }

    /** Writes into a topic of the cluster behind, as many texts as said into each partition. */
    void write(String topic, int partitions, int each) {
        write(topic, partitions, each, 0);
    }

    /** The same, each with blanks after it up to so many bytes. */
    void write(String topic, int partitions, int each, int bytes) {
        try (Writer writer = Writer.open(kafka.bootstrapServers(), Map.of())) {
            for (int partition = 0; partition < partitions; partition++) {
                for (int i = 0; i < each; i++) {
                    String text = topic + "-" + partition + "-" + i;
                    writer.send(topic, partition, text + " ".repeat(Math.max(0, bytes - text.length())));
                }
            }
            writer.acknowledged();
        }
    }

    /** The sample, with this shop's Kafka as its upstream. */
    ObjectNode orders() {
        ObjectNode document = sample("orders.yaml");
        var spec = (ObjectNode) document.get("spec");
        ((ObjectNode) spec.at("/upstreams/0")).putArray("bootstrapServers").add(kafka.bootstrapServers());
        ((ObjectNode) spec.at("/listeners/kafka"))
                .putObject("advertised")
                .put("host", PodForwards.HOST)
                .put("port", forwards.firstPort());
        return document;
    }

    /** How far a topic of the cluster behind reaches. */
    Extent extent(String topic) {
        return Extent.of(broker(), Set.of(topic), IsolationLevel.READ_COMMITTED);
    }

    /** What clients read of a topic, from wherever they are told to. */
    Contents read(String bootstrap, String topic) {
        return read(bootstrap, extent(topic));
    }

    Contents read(String bootstrap, Extent extent) {
        return JavaReader.ASSIGN.read(bootstrap, extent);
    }

    @Override
    public void close() {
        forwards.close();
        web.close();
        super.close();
        kafka.close();
    }
}
