package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Fault;
import dev.weir.e2e.cache.site.Proxy;
import dev.weir.e2e.cache.site.Site;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Upstream hangs, resets connections or answers garbage. The cache says so, serves what it holds, tries again without
 * hurry and within its memory, and goes on where it was as soon as upstream is sane.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpstreamNonsenseTest {
    private static final long SEED = Long.getLong("nonsense.seed", System.nanoTime() & 0xffffff);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PARTITIONS = 3;
    private static final int RECORD = 10_000;

    /** Half of the JVM's 256 MiB, and one lie of 90 MiB would not fit in twice. */
    private static final double RESPONSES_BYTES_MAX = 128 << 20;

    private static final double DIRECT_BYTES_MAX = 200 << 20;

    /** Every line to the broker, doubling pauses of at least 25 ms to begin with, half of 5 seconds in the end. */
    private static final int TRIES_AT_ONCE = 150;

    private static final int TRIES_PER_SECOND = 20;

    private final Random random = new Random(SEED);
    private final Proxy proxy = Proxy.open(SEED);
    private final Site site = Site.start(
            proxy,
            binding -> binding.upstream(Map.of(
                    "client",
                    Map.of(
                            "request.timeout.ms", "3000",
                            "socket.connection.setup.timeout.ms", "2000",
                            "metadata.max.age.ms", "1000"))));

    @BeforeAll
    static void thereIsACache() {
        Assumptions.assumeFalse(Cache.ABSENT, "a broker has no upstream");
        System.out.println("nonsense: -Dnonsense.seed=" + SEED);
    }

    @AfterAll
    void close() {
        site.close();
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsHeldIsServedAndTheRestFollowsWhenUpstreamIsSane(Fault fault) {
        String topic = "story-" + fault.name().toLowerCase(Locale.ROOT);
        site.kafka().createTopic(topic, PARTITIONS, Map.of());
        write(topic);
        mustAgree(topic);
        Contents before = read(site.broker(), extent(topic));
        Extent held = extent(topic);
        long triesBefore = proxy.accepted();
        long since = System.nanoTime();
        proxy.misbehave(fault);
        try {
            write(topic);
            mustBeReported();
            before.mustEqual(read(site.cache(), held), "while upstream answers with " + fault);
            mustStayWithinBounds();
            long seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
            assertThat(proxy.accepted() - triesBefore)
                    .as("connections in %d seconds", seconds)
                    .isBetween(1L, TRIES_AT_ONCE + TRIES_PER_SECOND * seconds);
        } finally {
            proxy.behave();
        }
        mustAgree(topic);
        await().atMost(PATIENCE).until(() -> cache().metric("weir_kafka_upstream_connected") == 1);
    }

    private void mustBeReported() {
        DataPlane cache = cache();
        double failures = cache.metric("weir_kafka_upstream_connect_failures_total");
        await("it is told that upstream is away").atMost(PATIENCE).untilAsserted(() -> {
            mustStayWithinBounds();
            assertThat(cache.metric("weir_kafka_upstream_connected")).isZero();
            assertThat(cache.metric("weir_kafka_upstream_connect_failures_total"))
                    .isGreaterThan(failures);
            assertThat(cache.process().management().body("/status")).contains("\"problem\"");
            assertThat(cache.process().log().tail()).contains("Upstream is away");
        });
    }

    private void mustStayWithinBounds() {
        assertThat(cache().metric("weir_kafka_upstream_held_bytes")).isLessThanOrEqualTo(RESPONSES_BYTES_MAX);
        assertThat(cache().metric("jvm_buffer_memory_used_bytes", "id=\"direct\""))
                .isLessThan(DIRECT_BYTES_MAX);
    }

    private DataPlane cache() {
        return (DataPlane) site.caches().getFirst();
    }

    private void write(String topic) {
        try (var writer = Writer.open(site.broker(), Map.of("batch.size", 4 * RECORD))) {
            for (int i = 0; i < 60; i++) {
                byte[] value = new byte[RECORD];
                random.nextBytes(value);
                writer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, value));
            }
        }
    }

    private void mustAgree(String topic) {
        Extent extent = extent(topic);
        read(site.broker(), extent).mustEqual(read(site.cache(), extent), "cache, with -Dnonsense.seed=" + SEED);
    }

    private static Contents read(String bootstrap, Extent extent) {
        return JavaReader.ASSIGN.read(bootstrap, extent);
    }

    private Extent extent(String topic) {
        return Extent.of(site.broker(), Set.of(topic), IsolationLevel.READ_UNCOMMITTED);
    }
}
