package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.Patience;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Outcome;
import dev.weir.e2e.cache.client.Seen;
import dev.weir.e2e.cache.corpus.Corpus;
import dev.weir.e2e.cache.site.SharedSite;
import dev.weir.e2e.cache.site.Site;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Offsets mean through the cache what they mean at the broker. */
@ExtendWith(SharedSite.class)
class OffsetsTest {
    private static final TopicPartition BATCHES = new TopicPartition("corpus-codec-gzip", 0);
    private static final TopicPartition DELETED = new TopicPartition("corpus-deleted", 0);

    private final Site site;
    private final Admin cache;
    private final Admin broker;

    OffsetsTest(Site site) {
        this.site = site;
        this.cache = site.cacheAdmin();
        this.broker = site.brokerAdmin();
    }

    @BeforeEach
    void theCacheHasCaughtUp() {
        await().untilAsserted(() -> assertThat(extent(cache, IsolationLevel.READ_UNCOMMITTED))
                .isEqualTo(extent(broker, IsolationLevel.READ_UNCOMMITTED)));
    }

    @AfterEach
    void close() {
        cache.close();
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void partitionsBeginAndEndWhereTheBrokersDo(IsolationLevel isolation) {
        assertThat(extent(cache, isolation)).isEqualTo(extent(broker, isolation));
    }

    @Test
    void aTransactionThatIsOpenHoldsBackTheEndOfWhatIsCommitted() {
        var partition = new TopicPartition("corpus-transactions", 0);
        long committed = extent(cache, IsolationLevel.READ_COMMITTED).end(partition);
        assertThat(committed)
                .isLessThan(extent(cache, IsolationLevel.READ_UNCOMMITTED).end(partition));
    }

    @Test
    void aTimestampIsFoundAtTheBrokersOffset() {
        for (String topic : List.of("corpus-time-created", "corpus-time-appended", "corpus-transactions")) {
            for (int partition = 0; partition < 2; partition++) {
                var place = new TopicPartition(topic, partition);
                timestamps(place)
                        .forEach(timestamp -> assertThat(found(cache, place, OffsetSpec.forTimestamp(timestamp)))
                                .as("%s at %d", place, timestamp)
                                .isEqualTo(found(broker, place, OffsetSpec.forTimestamp(timestamp))));
            }
        }
    }

    @Test
    void theRecordWithTheGreatestTimestampIsTheBrokers() {
        for (String topic : Corpus.topics()) {
            if (!Corpus.isCompacted(topic)) {
                var place = new TopicPartition(topic, 0);
                assertThat(found(cache, place, OffsetSpec.maxTimestamp()))
                        .as(topic)
                        .isEqualTo(found(broker, place, OffsetSpec.maxTimestamp()));
            }
        }
    }

    @Test
    void aConsumerThatSeeksGetsTheRecordAtThatOffset() {
        List<Seen> records = read(BATCHES);
        try (var consumer = consumer("none")) {
            consumer.assign(Set.of(BATCHES));
            for (Seen record : records.subList(0, 30)) {
                consumer.seek(BATCHES, record.offset());
                assertThat(first(consumer)).isEqualTo(record);
            }
        }
    }

    @Test
    void anOffsetBeforeTheBeginningIsOutOfRange() {
        outOfRange(DELETED, 5);
    }

    @Test
    void anOffsetBeyondTheEndIsOutOfRange() {
        outOfRange(BATCHES, 1_000_000);
    }

    @Test
    void aConsumerThatIsOutOfRangeIsResetToTheBrokersBeginning() {
        try (var consumer = consumer("earliest")) {
            consumer.assign(Set.of(DELETED));
            consumer.seek(DELETED, 3);
            assertThat(first(consumer)).isEqualTo(read(DELETED).getFirst());
        }
    }

    private void outOfRange(TopicPartition partition, long offset) {
        try (var consumer = consumer("none")) {
            consumer.assign(Set.of(partition));
            consumer.seek(partition, offset);
            assertThatThrownBy(() -> first(consumer)).isInstanceOf(OffsetOutOfRangeException.class);
        }
    }

    private List<Seen> read(TopicPartition partition) {
        var extent = Extent.of(broker, Set.of(partition.topic()), IsolationLevel.READ_UNCOMMITTED);
        return JavaReader.ASSIGN.read(site.broker(), extent).of(partition);
    }

    /** Around and between those of the records. */
    private LongStream timestamps(TopicPartition partition) {
        return read(partition).stream()
                .mapToLong(Seen::timestamp)
                .distinct()
                .limit(25)
                .flatMap(timestamp -> LongStream.of(timestamp - 1, timestamp, timestamp + 1));
    }

    private KafkaConsumer<byte[], byte[]> consumer(String reset) {
        var settings = new HashMap<String, Object>();
        settings.put("bootstrap.servers", site.cache());
        settings.put("auto.offset.reset", reset);
        settings.put("max.poll.records", 1);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Seen first(KafkaConsumer<byte[], byte[]> consumer) {
        ConsumerRecord<byte[], byte[]> record = await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .until(() -> consumer.poll(Patience.LIMIT), records -> !records.isEmpty())
                .iterator()
                .next();
        return Seen.of(record);
    }

    private static Extent extent(Admin admin, IsolationLevel isolation) {
        Collection<String> topics = Corpus.topics();
        return Extent.of(admin, topics, isolation);
    }

    private static Object found(Admin admin, TopicPartition partition, OffsetSpec spec) {
        var result = Outcome.of(admin.listOffsets(Map.of(partition, spec)).partitionResult(partition));
        return List.of(result.offset(), result.timestamp(), result.leaderEpoch());
    }
}
