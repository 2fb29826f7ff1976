package dev.weir.e2e.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.e2e.host.TempFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KafkaClusterTest {

    @Test
    void aTopicIsCreatedWithItsSettings() throws Exception {
        try (var kafka = KafkaCluster.start()) {
            kafka.createTopic("customers", 4, Map.of("cleanup.policy", "compact"));

            var resource = new ConfigResource(ConfigResource.Type.TOPIC, "customers");
            assertThat(kafka.admin().describeConfigs(List.of(resource)).all().get())
                    .extractingByKey(resource)
                    .satisfies(config ->
                            assertThat(config.get("cleanup.policy").value()).isEqualTo("compact"));
            assertThat(kafka.admin().describeTopics(List.of("customers")).topicNameValues())
                    .extractingByKey("customers")
                    .satisfies(topic -> assertThat(topic.get().partitions()).hasSize(4));
        }
    }

    @Test
    void aBrokerThatIsStoppedOrKilledComesBackOnTheSamePortWithItsData() throws Exception {
        try (var kafka = KafkaCluster.start()) {
            kafka.createTopic("orders", 1, Map.of());
            String address = kafka.bootstrapServers();
            send(kafka, "orders", "first");

            kafka.broker(1).restart();
            send(kafka, "orders", "second");
            kafka.broker(1).kill();
            assertThat(kafka.broker(1).isRunning()).isFalse();
            kafka.broker(1).start();

            assertThat(kafka.bootstrapServers()).isEqualTo(address);
            assertThat(read(kafka, "orders", 2)).containsExactly("first", "second");
        }
    }

    @Test
    void aSuspendedBrokerAnswersOnceItIsResumed() throws Exception {
        try (var kafka = KafkaCluster.start()) {
            var admin = kafka.admin();
            admin.listTopics().names().get();

            kafka.broker(1).suspend();
            var names = admin.listTopics().names();
            assertThatThrownBy(() -> names.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(Exception.class);
            kafka.broker(1).resume();

            assertThat(names.get()).isEmpty();
        }
    }

    @Test
    void threeBrokersKeepServingWhenOneIsKilled() throws Exception {
        try (var kafka = KafkaCluster.start(ClusterSettings.brokers(3))) {
            kafka.createTopic("orders", 1, Map.of("min.insync.replicas", "2"));
            send(kafka, "orders", "before");

            kafka.broker(1).kill();
            send(kafka, "orders", "after");

            assertThat(read(kafka, "orders", 2)).containsExactly("before", "after");
        }
    }

    @Test
    void aClusterOnItsOwnFolderIsTheSameClusterNextTime() throws Exception {
        try (var folder = TempFolder.create("weir-test-")) {
            var settings = ClusterSettings.brokers(1).folder(folder.path().resolve("kafka"));
            String id;
            try (var kafka = KafkaCluster.start(settings)) {
                kafka.createTopic("orders", 1, Map.of());
                id = kafka.admin().describeCluster().clusterId().get();
            }
            try (var kafka = KafkaCluster.start(settings)) {
                assertThat(kafka.admin().describeCluster().clusterId().get()).isEqualTo(id);
                assertThat(kafka.admin().listTopics().names().get()).containsExactly("orders");
            }
        }
    }

    @Test
    void aFurtherListenerIsServedBesideThePlainOne() throws Exception {
        var settings = ClusterSettings.brokers(1).listener("SECOND", SecurityProtocol.PLAINTEXT);
        try (var kafka = KafkaCluster.start(settings)) {
            assertThat(kafka.bootstrapServers("SECOND")).isNotEqualTo(kafka.bootstrapServers());
            kafka.createTopic("orders", 1, Map.of());
            send(kafka, "orders", "first");

            assertThat(read(kafka.bootstrapServers("SECOND"), "orders", 1)).containsExactly("first");
        }
    }

    @Test
    void aBrokerThatCannotStartSaysWhyAndLeavesNothing() {
        var settings = ClusterSettings.brokers(1).property("log.retention.check.interval.ms", "soon");

        assertThatThrownBy(() -> KafkaCluster.start(settings))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Kafka broker-1 ended with exit status 1 before it was ready")
                .hasMessageContaining("Invalid value soon for configuration log.retention.check.interval.ms");
    }

    private static void send(KafkaCluster kafka, String topic, String value) throws Exception {
        var settings = new Properties();
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static List<String> read(KafkaCluster kafka, String topic, int records) {
        return read(kafka.bootstrapServers(), topic, records);
    }

    private static List<String> read(String bootstrapServers, String topic, int records) {
        var settings = new Properties();
        settings.put("bootstrap.servers", bootstrapServers);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var values = new ArrayList<String>();
            while (values.size() < records) {
                StreamSupport.stream(consumer.poll(Duration.ofMillis(100)).spliterator(), false)
                        .forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
