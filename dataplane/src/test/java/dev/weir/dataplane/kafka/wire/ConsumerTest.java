package dev.weir.dataplane.kafka.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.kafka.wire.FakeUpstreams.Copy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's own consumer before the front. */
@ExtendWith(LeakWatch.class)
class ConsumerTest {
    private static final int RECORDS = 5_000;

    private static KafkaConsumer<String, String> consumer(TestFront front, String protocol) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        front.bootstrap(),
                        ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                        protocol,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "readers",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void theConsumerReadsEveryRecordInItsOrder(String protocol, @TempDir Path folder) {
        try (var front = new TestFront(folder);
                var consumer = consumer(front, protocol)) {
            front.upstreams.addTopic("orders", 2);
            Copy copy = front.upstreams.follow("orders", 0);
            front.upstreams.follow("orders", 1);
            var partition = new TopicPartition("orders", 0);
            consumer.assign(List.of(partition, new TopicPartition("orders", 1)));
            consumer.seekToBeginning(consumer.assignment());
            List<Long> read = new ArrayList<>();
            for (int appended = 0; read.size() < RECORDS; ) {
                if (appended < RECORDS) {
                    copy.append(TestRecords.batch(appended, 10));
                    appended += 10;
                }
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(appended < RECORDS ? 0 : 100))) {
                    assertThat(record.value()).isEqualTo(Long.toString(record.offset()));
                    read.add(record.offset());
                }
            }
            assertThat(read).isEqualTo(LongStream.range(0, RECORDS).boxed().toList());
            assertThat(consumer.endOffsets(List.of(partition))).containsEntry(partition, (long) RECORDS);
            assertThat(consumer.beginningOffsets(List.of(partition))).containsEntry(partition, 0L);
        }
    }

    @Test
    void aConsumerWithoutACommittedPositionIsToldOfTheTopicsThatThereAre(@TempDir Path folder) {
        try (var front = new TestFront(folder);
                var consumer = consumer(front, "classic")) {
            front.upstreams.addTopic("orders", 2);
            assertThat(consumer.listTopics()).containsOnlyKeys("orders");
            assertThat(consumer.partitionsFor("orders")).hasSize(2);
        }
    }
}
