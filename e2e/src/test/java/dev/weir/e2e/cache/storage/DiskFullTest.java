package dev.weir.e2e.cache.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.KcatReader;
import dev.weir.e2e.cache.client.Reader;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Binding;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.dataplane.Management;
import dev.weir.e2e.host.RequiresProgram;
import dev.weir.e2e.host.SmallVolume;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The volume of a cache has no room for what the broker holds, and later it has. */
@RequiresProgram("kcat")
class DiskFullTest {
    /** Of which a cache leaves 64 MiB free. */
    private static final int SMALL_MEBIBYTES = 72;

    private static final int LARGE_MEBIBYTES = 200;
    private static final String BIG = "story-big";
    private static final String SMALL = "story-small";
    private static final int RECORD = 50_000;

    private final SmallVolume volume = SmallVolume.mount(SMALL_MEBIBYTES);
    private final Site site = Site.start(Site.quick(1), 0, binding -> binding);
    private final DataPlane cache = site.cache(Binding.to(site.broker()), fresh -> fresh.keepIn(volume.path()));
    private final Management management = cache.process().management();

    @BeforeAll
    static void thereIsACache() {
        Assumptions.assumeFalse(Cache.ABSENT, "a broker without a volume serves nothing");
    }

    @AfterEach
    void close() {
        cache.close();
        site.close();
        volume.close();
    }

    @Test
    void aPartitionWithoutRoomIsReadThroughUntilThereIsSome() {
        site.kafka().createTopic(SMALL, 1, Map.of());
        write(SMALL, 20);
        mustAgree(SMALL);
        site.kafka().createTopic(BIG, 1, Map.of());
        write(BIG, 400);

        await().untilAsserted(() -> {
            assertThat(management.metric("weir_kafka_log_partitions_readonly")).isEqualTo(1);
            assertThat(management.metric("weir_kafka_upstream_partitions_troubled"))
                    .isEqualTo(1);
        });
        await().until(() -> cache.process().log().contains("are kept free"));
        assertThat(management.body("/status")).contains("are kept free");
        assertThat(management.metric("weir_kafka_upstream_fetch_errors_total", "reason=\"DISK_FULL\""))
                .isPositive();
        assertThat(management.metric("weir_kafka_upstream_lag", "topic=\"story-big\""))
                .isPositive();
        mustAgree(BIG);
        mustAgree(SMALL);
        write(BIG, 30);
        mustAgree(BIG);
        assertThat(management.metric("weir_kafka_fetch_reads_total", "from=\"upstream\""))
                .isPositive();
        assertThat(management.answers("/readyz")).isTrue();

        volume.resize(LARGE_MEBIBYTES);

        awaitHealed();
        serveWithoutTheBroker(BIG, SMALL);
    }

    /** Not even the room that is kept free is left, and in this state the process dies and comes back. */
    @Test
    void aVolumeWithoutASingleBlockLeftCostsNothingThatIsHeld() {
        site.kafka().createTopic(SMALL, 1, Map.of());
        site.kafka().createTopic(BIG, 3, Map.of());
        write(SMALL, 20);
        mustAgree(SMALL);
        volume.fill();
        write(BIG, 40);
        mustAgree(BIG);
        mustAgree(SMALL);

        cache.kill();
        cache.start();

        mustAgree(SMALL);
        mustAgree(BIG);
        write(SMALL, 5);
        mustAgree(SMALL);

        volume.relieve();
        volume.resize(LARGE_MEBIBYTES);

        awaitHealed();
        serveWithoutTheBroker(BIG, SMALL);
    }

    private void awaitHealed() {
        await().untilAsserted(() -> {
            assertThat(management.metric("weir_kafka_log_partitions_readonly")).isZero();
            assertThat(management.metric("weir_kafka_log_partitions_offline")).isZero();
            assertThat(management.metric("weir_kafka_upstream_partitions_troubled"))
                    .isZero();
            assertThat(management.metric("weir_kafka_upstream_lag")).isZero();
        });
    }

    /** So all of it is here. */
    private void serveWithoutTheBroker(String... topics) {
        for (String topic : topics) {
            mustAgree(topic);
        }
        Extent extent = extent(Set.of(topics));
        Contents truth = JavaReader.ASSIGN.read(site.broker(), extent);
        site.kafka().broker(1).kill();
        truth.mustEqual(JavaReader.ASSIGN.read(cache.address(), extent), "without the broker");
    }

    private void mustAgree(String topic) {
        Extent extent = extent(Set.of(topic));
        Contents truth = JavaReader.ASSIGN.read(site.broker(), extent);
        for (Reader reader : List.of(JavaReader.ASSIGN, KcatReader.ASSIGN)) {
            truth.seenAs(reader::sees).mustEqual(reader.read(cache.address(), extent), reader + " " + topic);
        }
    }

    private Extent extent(Set<String> topics) {
        return Extent.of(site.broker(), topics, IsolationLevel.READ_UNCOMMITTED);
    }

    private void write(String topic, int records) {
        var random = new Random(records);
        try (var writer = Writer.open(site.broker(), Map.of("batch.size", 100_000))) {
            for (int i = 0; i < records; i++) {
                byte[] value = new byte[RECORD];
                random.nextBytes(value);
                writer.send(new ProducerRecord<>(topic, null, null, value));
            }
        }
    }
}
