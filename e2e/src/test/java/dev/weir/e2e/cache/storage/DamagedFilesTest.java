package dev.weir.e2e.cache.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.KcatReader;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Binding;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.dataplane.Management;
import dev.weir.e2e.host.RequiresProgram;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While the process is down its files are damaged: what is read afterwards is what the broker has all the same. */
@RequiresProgram("kcat")
class DamagedFilesTest {
    private static final int RECORD = 10_000;
    private static final int RECORDS = 400;
    private static final Set<String> TOPICS =
            Stream.of(Damage.values()).map(Damage::topic).collect(Collectors.toUnmodifiableSet());

    private final Site site = Site.start(Site.quick(1), 0, binding -> binding);
    private final DataPlane cache = site.cache(Binding.to(site.broker()), fresh -> {});
    private final Management management = cache.process().management();

    /** How the process comes to its end before. */
    enum End {
        STOPPED {
            @Override
            void of(DataPlane cache) {
                cache.process().stop();
            }
        },
        KILLED {
            @Override
            void of(DataPlane cache) {
                cache.kill();
            }
        };

        abstract void of(DataPlane cache);
    }

    @BeforeAll
    static void thereIsACache() {
        Assumptions.assumeFalse(Cache.ABSENT, "this would damage the broker's own files");
    }

    @AfterEach
    void close() {
        cache.close();
        site.close();
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedPartitionIsMendedAloneAndClientsReadWhatTheBrokerHas(End end) {
        for (String topic : TOPICS) {
            site.kafka().createTopic(topic, 1, Map.of("segment.bytes", Integer.toString(1024 * 1024)));
            write(topic);
        }
        Extent extent = Extent.of(site.broker(), TOPICS, IsolationLevel.READ_UNCOMMITTED);
        Contents truth = JavaReader.ASSIGN.read(site.broker(), extent);
        awaitCaughtUp();

        end.of(cache);
        for (Damage damage : Damage.values()) {
            damage.doTo(cache.logs().resolve(damage.topic() + "-0"));
        }
        cache.start();

        truth.seenAs(KcatReader.ASSIGN::sees).mustEqual(KcatReader.ASSIGN.read(cache.address(), extent), "kcat");
        truth.mustEqual(JavaReader.ASSIGN.read(cache.address(), extent), "after the damage");
        awaitCaughtUp();
        assertThat(fetched(Damage.NONE)).isZero();
        assertThat(fetched(Damage.INDEXES_GONE)).isZero();
        assertThat(fetched(Damage.BYTES_FLIPPED_IN_AN_OLD_SEGMENT)).isPositive();
        assertThat(cache.process().log().contains("A segment is damaged")).isTrue();
        write(Damage.BYTES_FLIPPED_IN_AN_OLD_SEGMENT.topic());
        mustAgree(Extent.of(site.broker(), TOPICS, IsolationLevel.READ_UNCOMMITTED));
    }

    /** So that it is on disk again, and nothing is left to be read through. */
    private void mustAgree(Extent extent) {
        Contents truth = JavaReader.ASSIGN.read(site.broker(), extent);
        truth.mustEqual(JavaReader.ASSIGN.read(cache.address(), extent), "when mended");
        awaitCaughtUp();
        site.kafka().broker(1).kill();
        truth.mustEqual(JavaReader.ASSIGN.read(cache.address(), extent), "without the broker");
    }

    private void awaitCaughtUp() {
        await().untilAsserted(() -> {
            assertThat(management.metric("weir_kafka_upstream_partitions_warm")).isEqualTo(TOPICS.size());
            assertThat(management.metric("weir_kafka_upstream_lag")).isZero();
            assertThat(management.metric("weir_kafka_log_partitions_offline")).isZero();
        });
    }

    /** Bytes of records that came from the broker since the start. */
    private double fetched(Damage damage) {
        return management.metric("weir_kafka_upstream_bytes_total", "topic=\"" + damage.topic() + "\"");
    }

    private void write(String topic) {
        var random = new Random(topic.hashCode());
        try (var writer = Writer.open(site.broker(), Map.of("batch.size", 50_000))) {
            for (int i = 0; i < RECORDS; i++) {
                byte[] value = new byte[RECORD];
                random.nextBytes(value);
                writer.send(new ProducerRecord<>(topic, 0, null, value));
            }
        }
    }
}
