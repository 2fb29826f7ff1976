package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Seen;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.SharedSite;
import dev.weir.e2e.cache.site.Site;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Consume, transform, produce: offsets and output in one transaction, all through the cache. */
@ExtendWith(SharedSite.class)
class TransformingTest {
    private static final int RECORDS = 200;

    private final Site site;
    private final String input = "story-input-" + UUID.randomUUID();
    private final String output = "story-output-" + UUID.randomUUID();

    TransformingTest(Site site) {
        this.site = site;
    }

    @ParameterizedTest
    @EnumSource
    void everyInputHasOneOutputThoughSomeTransactionsAbort(GroupProtocol protocol) {
        site.kafka().createTopic(input, 2, Map.of());
        site.kafka().createTopic(output, 1, Map.of());
        try (var writer = Writer.open(site.cache(), Map.of())) {
            IntStream.range(0, RECORDS).forEach(i -> writer.send(input, i % 2, "in " + i));
        }
        transform(protocol);
        List<String> results = read();
        assertThat(results).hasSize(RECORDS);
        assertThat(new HashSet<>(results))
                .isEqualTo(new HashSet<>(IntStream.range(0, RECORDS)
                        .mapToObj(i -> "out of in " + i)
                        .toList()));
    }

    /** Every third transaction is aborted, and its input is read again from where the group was committed. */
    private void transform(GroupProtocol protocol) {
        try (var consumer = consumer(protocol);
                var writer = Writer.open(site.cache(), Map.of("transactional.id", output))) {
            consumer.subscribe(Set.of(input));
            int done = 0;
            for (int round = 1; done < RECORDS; round++) {
                var records = consumer.poll(Duration.ofSeconds(10));
                assertThat(round).isLessThan(1_000);
                if (records.isEmpty()) {
                    continue;
                }
                writer.producer().beginTransaction();
                records.forEach(record ->
                        writer.send(output, 0, "out of " + new String(record.value(), StandardCharsets.UTF_8)));
                writer.producer().sendOffsetsToTransaction(next(records), consumer.groupMetadata());
                if (round % 3 == 0) {
                    writer.acknowledged();
                    writer.producer().abortTransaction();
                    rewind(consumer);
                } else {
                    writer.producer().commitTransaction();
                    done += records.count();
                }
            }
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> next(ConsumerRecords<byte[], byte[]> records) {
        return records.nextOffsets();
    }

    private static void rewind(KafkaConsumer<byte[], byte[]> consumer) {
        var committed = consumer.committed(consumer.assignment());
        consumer.assignment().forEach(partition -> {
            OffsetAndMetadata offset = committed.get(partition);
            consumer.seek(partition, offset == null ? 0 : offset.offset());
        });
    }

    private KafkaConsumer<byte[], byte[]> consumer(GroupProtocol protocol) {
        var settings = new HashMap<String, Object>();
        settings.put("bootstrap.servers", site.cache());
        settings.put("group.id", input);
        settings.put("group.protocol", protocol.name().toLowerCase(Locale.ROOT));
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        settings.put("max.poll.records", 17);
        settings.put("isolation.level", "read_committed");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private List<String> read() {
        var extent = Extent.of(site.broker(), Set.of(output), IsolationLevel.READ_COMMITTED);
        return JavaReader.ASSIGN.read(site.cache(), extent).of(output).stream()
                .map(Seen::text)
                .toList();
    }
}
