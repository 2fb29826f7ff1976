package dev.weir.e2e.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.LoopingReader;
import dev.weir.e2e.cache.client.Outcome;
import dev.weir.e2e.cache.client.RawFetch;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Fault;
import dev.weir.e2e.cache.site.Proxy;
import dev.weir.e2e.cache.site.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three pods of which two hold each partition: readers of a hot one go to both, and to neither in vain. */
class HotPartitionTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TOPIC = "story-hot";
    private static final int PARTITIONS = 12;
    private static final int PODS = 3;
    private static final int RECORD = 10_000;
    private static final int RECORDS = 2_000;
    private static final double BYTES = (double) RECORD * RECORDS;
    private static final int READERS = 6;
    private static final short VERSION = 12;

    private final Random random = new Random(1);
    private final Proxy proxy = Proxy.open();
    private final Site site = Site.start(proxy, PODS, binding -> binding.with(Map.of("replicas", PODS, "copies", 2)));
    private TopicPartition partition = new TopicPartition(TOPIC, 0);

    @BeforeAll
    static void thereAreCaches() {
        Assumptions.assumeFalse(Cache.ABSENT, "a broker spreads nothing");
    }

    @AfterEach
    void close() {
        site.close();
        proxy.close();
    }

    /** A partition that one pod leads and the last pod, the one behind the proxy, holds too. */
    @BeforeEach
    void someRecords() {
        site.kafka().createTopic(TOPIC, PARTITIONS, Map.of());
        try (var admin = site.cacheAdmin()) {
            await("every pod knows its peers")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> {
                        List<TopicPartitionInfo> all = described(admin).partitions();
                        all.stream()
                                .filter(one -> one.replicas().get(1).id() == PODS - 1)
                                .findFirst()
                                .ifPresent(one -> partition = new TopicPartition(TOPIC, one.partition()));
                        return all.stream().allMatch(one -> one.isr().size() == 2)
                                && owners().getLast() == last()
                                && site.caches().stream().allMatch(HotPartitionTest::knowsItsPeers);
                    });
        }
        write(RECORDS);
        for (DataPlane pod : owners()) {
            await("both have all")
                    .atMost(PATIENCE)
                    .until(() -> RECORDS == (long) pod.metric("weir_kafka_log_end_offset"));
        }
    }

    @Test
    void readersAreSpreadOverThePodsThatHoldThePartition() {
        List<Double> before = owners().stream().map(HotPartitionTest::delivered).toList();
        List<LoopingReader> readers = heat();
        try {
            await("both deliver").atMost(PATIENCE).untilAsserted(() -> {
                assertThat(owners().getFirst().metric("weir_kafka_fetch_redirects_total"))
                        .isPositive();
                for (int i = 0; i < 2; i++) {
                    assertThat(delivered(owners().get(i)) - before.get(i)).isGreaterThan(4 * BYTES);
                }
            });
            assertThat(owners().getLast().metric("weir_kafka_fetch_redirects_total"))
                    .as("sent back")
                    .isZero();
            List<Integer> rounds = readers.stream().map(LoopingReader::rounds).toList();
            await("every reader goes on")
                    .atMost(PATIENCE)
                    .until(() -> IntStream.range(0, READERS)
                            .allMatch(i -> readers.get(i).rounds() > rounds.get(i) + 1));
        } finally {
            readers.forEach(LoopingReader::close);
        }
        assertThat(readers).allSatisfy(reader -> assertThat(reader.violations()).isEmpty());
    }

    /** Upstream is silent for the one that is not the leader, and the leader sends it readers all the same. */
    @Test
    void aPodThatLagsSendsNobodyAwayForGoodAndIsNobodysDeadEnd() throws IOException {
        List<LoopingReader> readers = heat();
        try {
            await("it is hot")
                    .atMost(PATIENCE)
                    .until(() -> owners().getFirst().metric("weir_kafka_fetch_redirects_total") > 0);
            proxy.misbehave(Fault.SILENCE);
            proxy.cutNow();
            write(RECORDS / 4);
            long end = RECORDS + RECORDS / 4;
            theLaggardNeverSaysOutOfRange(end);
            for (int i = 0; i < READERS; i++) {
                mustRead(RECORDS + i, end);
            }
        } finally {
            readers.forEach(LoopingReader::close);
            proxy.behave();
        }
        assertThat(readers).allSatisfy(reader -> assertThat(reader.violations()).isEmpty());
        onceItHasCaughtUpItServesAll(RECORDS + RECORDS / 4);
    }

    private void theLaggardNeverSaysOutOfRange(long end) throws IOException {
        Uuid id = topicId();
        try (var laggard = RawFetch.connect(last().address(), VERSION)) {
            await("it sends readers at its end to the leader")
                    .atMost(PATIENCE)
                    .until(() -> laggard.errorAt(id, partition, RECORDS), Errors.NOT_LEADER_OR_FOLLOWER::equals);
            for (long offset : List.of(RECORDS + 1L, end - 1, end, end + 1_000)) {
                assertThat(laggard.errorAt(id, partition, offset)).isEqualTo(Errors.OFFSET_NOT_AVAILABLE);
            }
        }
    }

    private void onceItHasCaughtUpItServesAll(long end) throws IOException {
        Uuid id = topicId();
        try (var broker = RawFetch.connect(site.broker(), VERSION);
                var laggard = RawFetch.connect(last().address(), VERSION)) {
            byte[] truth = broker.read(id, partition, RECORDS, end);
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(laggard.read(id, partition, RECORDS, end))
                            .isEqualTo(truth));
            assertThat(laggard.errorAt(id, partition, end + 1_000)).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
        }
    }

    /** With a consumer that would rather fail than reset its offset. */
    private void mustRead(long from, long end) {
        Map<String, Object> settings = Map.of("bootstrap.servers", site.cache(), "auto.offset.reset", "none");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(Set.of(partition));
            consumer.seek(partition, from);
            var offsets = LongStream.builder();
            await("reads from " + from + " to " + end)
                    .atMost(PATIENCE)
                    .pollInSameThread()
                    .until(() -> {
                        consumer.poll(Duration.ofMillis(500)).forEach(record -> offsets.add(record.offset()));
                        return consumer.position(partition) == end;
                    });
            assertThat(offsets.build())
                    .containsExactlyElementsOf(
                            LongStream.range(from, end).boxed().toList());
        }
    }

    private List<LoopingReader> heat() {
        return IntStream.range(0, READERS)
                .mapToObj(i -> LoopingReader.start(site.cache(), partition, RECORDS))
                .toList();
    }

    /** Until then it may take itself for the leader, and keep the readers that come to it. */
    private static boolean knowsItsPeers(Cache pod) {
        return ((DataPlane) pod).metric("weir_kafka_pods_serving") == PODS;
    }

    private static double delivered(DataPlane pod) {
        return pod.metric("weir_kafka_fetch_bytes_total");
    }

    private static TopicDescription described(Admin admin) {
        return requireNonNull(
                Outcome.of(admin.describeTopics(Set.of(TOPIC)).allTopicNames()).get(TOPIC));
    }

    /** The leader, and the other. */
    private List<DataPlane> owners() {
        try (var admin = site.cacheAdmin()) {
            return described(admin).partitions().get(partition.partition()).replicas().stream()
                    .map(Node::id)
                    .map(ordinal -> (DataPlane) site.caches().get(ordinal))
                    .toList();
        }
    }

    private DataPlane last() {
        return (DataPlane) site.caches().getLast();
    }

    private Uuid topicId() {
        return described(site.kafka().admin()).topicId();
    }

    private void write(int records) {
        try (var writer = Writer.open(site.broker(), Map.of("batch.size", 4 * RECORD))) {
            for (int i = 0; i < records; i++) {
                byte[] value = new byte[RECORD];
                random.nextBytes(value);
                writer.send(new ProducerRecord<>(TOPIC, partition.partition(), null, value));
            }
        }
        assertThat(Extent.of(site.broker(), Set.of(TOPIC), IsolationLevel.READ_UNCOMMITTED)
                        .end(partition))
                .isGreaterThanOrEqualTo(records);
    }
}
