package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.Patience;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.KcatWriter;
import dev.weir.e2e.cache.client.Seen;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.SharedSite;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.host.RequiresProgram;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Producers write to the broker through the cache, and read there at once what was acknowledged. */
@ExtendWith(SharedSite.class)
class ProducingTest {

    private final Site site;
    private final String topic = "story-produce-" + UUID.randomUUID();

    ProducingTest(Site site) {
        this.site = site;
    }

    @BeforeEach
    void aTopic() {
        site.kafka().createTopic(topic, 3, Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "all"})
    void recordsArriveAtEveryLevelOfAcknowledgement(String acks) {
        try (var writer = Writer.open(site.cache(), Map.of("acks", acks, "enable.idempotence", false))) {
            send(writer, 0, 300);
        }
        await().until(() -> brokerHolds().size() == 300);
        assertThat(cacheHolds()).isEqualTo(brokerHolds());
    }

    /** Nobody waits for what is not acknowledged: the producer is gone while most of it is still on its way. */
    @RepeatedTest(5)
    void aProducerThatClosesAtOnceLosesNothingThatItSentWithoutAcknowledgement() {
        var settings = Map.<String, Object>of(
                "acks", "0", "enable.idempotence", false, "batch.size", 200, "linger.ms", 0, "send.buffer.bytes", -1);
        try (var writer = Writer.open(site.cache(), settings)) {
            send(writer, 0, 6_000);
        }
        await().untilAsserted(() -> assertThat(brokerHolds().size()).isEqualTo(6_000));
        for (int partition = 0; partition < 3; partition++) {
            assertThat(texts(partition)).isEqualTo(texts(partition, 6_000));
        }
    }

    @Test
    void anIdempotentProducerKeepsItsOrderWithMuchInFlight() {
        try (var writer = Writer.open(site.cache(), Map.of("batch.size", 100, "linger.ms", 0))) {
            send(writer, 0, 3_000);
        }
        assertThat(cacheHolds()).isEqualTo(brokerHolds()).hasSize(3_000);
        for (int partition = 0; partition < 3; partition++) {
            assertThat(texts(partition)).isEqualTo(texts(partition, 3_000));
        }
    }

    @Test
    @RequiresProgram("kcat")
    void kcatWritesThroughTheCache() throws IOException {
        List<String> texts = IntStream.range(0, 500).mapToObj(i -> "kcat " + i).toList();
        KcatWriter.write(site.cache(), topic, texts);
        assertThat(cacheHolds()).isEqualTo(brokerHolds());
        assertThat(brokerHolds().stream().map(Seen::text)).containsExactlyInAnyOrderElementsOf(texts);
    }

    @Test
    void aRecordThatIsAcknowledgedIsReadAtOnce() {
        var partition = new TopicPartition(topic, 0);
        var consumer = consumer();
        try (var writer = Writer.open(site.cache(), Map.of())) {
            consumer.assign(Set.of(partition));
            for (int i = 0; i < 50; i++) {
                writer.send(topic, 0, "now " + i);
                RecordMetadata place = writer.acknowledged().getFirst();
                consumer.seek(partition, place.offset());
                assertThat(consumer.poll(Patience.LIMIT).records(partition))
                        .singleElement()
                        .satisfies(record -> assertThat(record.offset()).isEqualTo(place.offset()));
            }
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    @Test
    void aTransactionIsSeenWholeOrNotAtAll() {
        try (var writer = Writer.open(site.cache(), Map.of("transactional.id", topic))) {
            writer.producer().beginTransaction();
            send(writer, 0, 30);
            writer.acknowledged();
            assertThat(committed()).isEmpty();
            writer.producer().commitTransaction();
            assertThat(committed()).hasSize(30);
            writer.producer().beginTransaction();
            send(writer, 30, 60);
            writer.acknowledged();
            writer.producer().abortTransaction();
            writer.producer().beginTransaction();
            send(writer, 60, 70);
            writer.acknowledged();
            writer.producer().commitTransaction();
        }
        assertThat(committed()).hasSize(40);
        assertThat(cacheHolds()).isEqualTo(brokerHolds()).hasSize(70);
    }

    @Test
    void aSecondProducerOfTheSameTransactionsFencesTheFirst() {
        try (var first = Writer.open(site.cache(), Map.of("transactional.id", topic))) {
            first.producer().beginTransaction();
            first.send(topic, 0, "first");
            first.acknowledged();
            try (var second = Writer.open(site.cache(), Map.of("transactional.id", topic))) {
                assertThatThrownBy(() -> first.producer().commitTransaction())
                        .isInstanceOf(ProducerFencedException.class);
                second.producer().beginTransaction();
                second.send(topic, 0, "second");
                second.acknowledged();
                second.producer().commitTransaction();
            }
        }
        assertThat(committed())
                .singleElement()
                .satisfies(record -> assertThat(record.text()).isEqualTo("second"));
    }

    @Test
    void theBrokersRefusalReachesTheProducer() {
        try (var writer = Writer.open(site.cache(), Map.of("max.request.size", 10_000_000, "max.block.ms", 1_000))) {
            assertThatThrownBy(() -> {
                        writer.send(topic, 0, "x".repeat(3_000_000));
                        writer.acknowledged();
                    })
                    .isInstanceOf(RecordTooLargeException.class);
        }
        var writer = Writer.open(site.cache(), Map.of("max.block.ms", 1_000));
        assertThatThrownBy(() -> {
                    writer.send(topic + "-missing", 0, "x");
                    writer.acknowledged();
                })
                .isInstanceOf(TimeoutException.class);
        writer.abandon();
    }

    private void send(Writer writer, int from, int to) {
        for (int i = from; i < to; i++) {
            writer.send(topic, i % 3, Integer.toString(i));
        }
    }

    private List<Seen> brokerHolds() {
        return read(site.broker(), IsolationLevel.READ_UNCOMMITTED);
    }

    private List<Seen> cacheHolds() {
        return read(site.cache(), IsolationLevel.READ_UNCOMMITTED);
    }

    private List<Seen> committed() {
        List<Seen> here = read(site.cache(), IsolationLevel.READ_COMMITTED);
        assertThat(here).isEqualTo(read(site.broker(), IsolationLevel.READ_COMMITTED));
        return here;
    }

    /** What was sent to a partition, in order. */
    private static List<String> texts(int partition, int count) {
        return IntStream.range(0, count)
                .filter(i -> i % 3 == partition)
                .mapToObj(Integer::toString)
                .toList();
    }

    private List<String> texts(int partition) {
        var extent = Extent.of(site.broker(), Set.of(topic), IsolationLevel.READ_UNCOMMITTED);
        return JavaReader.ASSIGN.read(site.cache(), extent).of(new TopicPartition(topic, partition)).stream()
                .map(Seen::text)
                .toList();
    }

    private List<Seen> read(String bootstrap, IsolationLevel isolation) {
        var extent = Extent.of(site.broker(), Set.of(topic), isolation);
        return JavaReader.ASSIGN.read(bootstrap, extent).of(topic);
    }

    /** Its fetches wait for longer than anybody here does, so what it reads has woken them. */
    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        site.cache(),
                        "auto.offset.reset",
                        "none",
                        "fetch.max.wait.ms",
                        2 * Patience.millis(),
                        "request.timeout.ms",
                        3 * Patience.millis(),
                        "default.api.timeout.ms",
                        3 * Patience.millis()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
