package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.Patience;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Outcome;
import dev.weir.e2e.cache.client.RunningReader;
import dev.weir.e2e.cache.client.Seen;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.SharedSite;
import dev.weir.e2e.cache.site.Site;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Topics come, grow, and go while they are being read. */
@ExtendWith(SharedSite.class)
class TopicLifeTest {

    private final Site site;
    private final Admin broker;
    private final String topic = "story-life-" + UUID.randomUUID();

    TopicLifeTest(Site site) {
        this.site = site;
        this.broker = site.brokerAdmin();
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void aTopicIsReadFromTheMomentItExists() {
        create(1);
        write(0, 0, 10);
        assertThat(texts(read())).isEqualTo(numbers(0, 10));
    }

    @ParameterizedTest
    @EnumSource
    void partitionsThatAreAddedAreReadByConsumersThatRun(GroupProtocol protocol) {
        create(1);
        write(0, 0, 10);
        try (var reader = subscribe(protocol)) {
            await().until(() -> reader.count() == 10);
            Outcome.of(broker.createPartitions(Map.of(topic, NewPartitions.increaseTo(3)))
                    .all());
            await().until(() -> reader.assignment().size() == 3);
            write(2, 10, 20);
            await().until(() -> reader.count() == 20);
            assertThat(texts(reader.contents().of(new TopicPartition(topic, 2))))
                    .isEqualTo(numbers(10, 20));
            assertThat(reader.violations()).isEmpty();
        }
    }

    @Test
    void aTopicThatIsMadeAnewUnderItsNameHoldsNothingOfTheOldOne() {
        create(2);
        write(0, 0, 30);
        write(1, 30, 60);
        assertThat(texts(read())).hasSize(60);
        Outcome.of(broker.deleteTopics(Set.of(topic)).all());
        create(1);
        write(0, 100, 105);
        await().ignoreExceptions().untilAsserted(() -> assertThat(texts(read())).isEqualTo(numbers(100, 105)));
    }

    @Test
    void aRecordReachesAWaitingConsumerAtOnce() {
        create(1);
        // a fetch that the record does not wake is not answered in this test's time
        var partition = new TopicPartition(topic, 0);
        var consumer = consumer(Map.of(
                "fetch.max.wait.ms",
                2 * Patience.millis(),
                "request.timeout.ms",
                3 * Patience.millis(),
                "default.api.timeout.ms",
                3 * Patience.millis()));
        try (var writer = Writer.open(site.broker(), Map.of())) {
            consumer.assign(Set.of(partition));
            consumer.seekToBeginning(Set.of(partition));
            for (int i = 0; i < 40; i++) {
                writer.send(topic, 0, Integer.toString(i));
                assertThat(consumer.poll(Patience.LIMIT).count()).isEqualTo(1);
            }
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    @Test
    void recordsThatAreDeletedWhileBeingReadLeaveTheRestWhole() {
        create(1);
        write(0, 0, 100);
        assertThat(texts(read())).hasSize(100);
        Outcome.of(broker.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(61)))
                .all());
        write(0, 100, 110);
        await().untilAsserted(() -> assertThat(texts(read())).isEqualTo(numbers(61, 110)));
    }

    private void create(int partitions) {
        await().ignoreExceptions().untilAsserted(() -> site.kafka().createTopic(topic, partitions, Map.of()));
    }

    private void write(int partition, int from, int to) {
        try (var writer = Writer.open(site.broker(), Map.of("batch.size", 200))) {
            numbers(from, to).forEach(text -> writer.send(topic, partition, text));
        }
    }

    private List<Seen> read() {
        var extent = Extent.of(broker, Set.of(topic), IsolationLevel.READ_UNCOMMITTED);
        return JavaReader.ASSIGN.read(site.cache(), extent).of(topic);
    }

    private RunningReader subscribe(GroupProtocol protocol) {
        return RunningReader.subscribe(
                site.cache(),
                Set.of(topic),
                Map.of("group.id", topic, "group.protocol", protocol.name().toLowerCase(Locale.ROOT)));
    }

    private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> more) {
        var settings = new HashMap<>(more);
        settings.put("bootstrap.servers", site.cache());
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<String> texts(List<Seen> records) {
        return records.stream().map(Seen::text).toList();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }
}
