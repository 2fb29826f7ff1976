package dev.weir.e2e.cache.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.weir.e2e.Patience;
import dev.weir.e2e.cache.bounds.RawClients.Question;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Binding;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.dataplane.Management;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Others are served as ever, whatever many clients do or leave undone; and the cost of each is bounded. */
class ManyClientsTest {
    private static final int MANY = 10_000;
    private static final int BUFFER = 4_096;
    private static final long MEBIBYTE = 1024 * 1024;
    private static final TopicPartition AWAITED = new TopicPartition("story-awaited", 0);
    private static final TopicPartition LARGE = new TopicPartition("story-large", 0);
    private static final String OTHER = "story-other";

    private final Site site = Site.start(Site.quick(1), 0, binding -> binding);
    private final DataPlane cache = site.cache(Binding.to(site.broker()), fresh -> {});
    private final Management management = cache.process().management();

    @BeforeAll
    static void thereIsACache() {
        Assumptions.assumeFalse(Cache.ABSENT, "a broker is not measured");
    }

    @BeforeEach
    void someRecords() {
        List.of(AWAITED.topic(), LARGE.topic(), OTHER)
                .forEach(topic -> site.kafka().createTopic(topic, 1, Map.of()));
        mustServeOthers();
    }

    @AfterEach
    void close() {
        cache.close();
        site.close();
    }

    @Test
    void thousandsThatWaitCostLittleAndAreAllWokenByOneRecord() {
        int count = asManyAsThisMachineAllows();
        await().untilAsserted(() -> assertThat(management.metric("weir_kafka_upstream_partitions_warm"))
                .isEqualTo(3));
        long before = Memory.of(cache.process());
        try (var clients = RawClients.connect(cache.address(), count, BUFFER)) {
            clients.ask(new Question(AWAITED, 0, Duration.ofMinutes(5), 1_000_000));
            awaitWaiting(count);

            long each = (Memory.of(cache.process()) - before) / count;
            assertThat(each).isLessThan(16 * 1024);
            mustServeOthers();
            awaitWaiting(count);

            write(AWAITED.topic(), "at last".getBytes(StandardCharsets.UTF_8));
            assertThat(clients.answers(Patience.LIMIT))
                    .containsOnly(List.of("at last"))
                    .hasSize(count);
            mustServeOthers();
        }
        await().untilAsserted(() -> assertThat(management.metric("weir_connections", "listener=\"kafka\""))
                .isLessThan(10));
    }

    @Test
    void clientsThatAskForMuchAndReadNothingCostNextToNothing() {
        var random = new Random(11);
        for (int i = 0; i < 40; i++) {
            byte[] value = new byte[500_000];
            random.nextBytes(value);
            write(LARGE.topic(), value);
        }
        await().untilAsserted(
                        () -> assertThat(management.metric("weir_kafka_log_bytes", "topic=\"" + LARGE.topic() + "\""))
                                .isGreaterThan(40 * 500_000));
        long before = Memory.of(cache.process());
        double requests = requests();
        int count = 300;
        try (var clients = RawClients.connect(cache.address(), count, BUFFER)) {
            clients.insist(new Question(LARGE, 0, Duration.ZERO, 50_000_000), 1_000);
            await().untilAsserted(() -> assertThat(requests()).isGreaterThanOrEqualTo(requests + count));

            // 6 GB are asked for, again and again
            assertThat(Memory.of(cache.process()) - before).isLessThan(100 * MEBIBYTE);
            mustServeOthers();
        }
        await().untilAsserted(() -> assertThat(management.metric("weir_connections", "listener=\"kafka\""))
                .isLessThan(10));
        assertThat(management.metric("weir_kafka_requests_held_bytes")).isZero();
    }

    /** Each takes a file in this process and one in the other, and both need some for themselves. */
    private static int asManyAsThisMachineAllows() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : 1_000;
        int count = (int) Math.min(MANY, files / 2);
        if (count < MANY) {
            System.out.println("Only " + count + " of " + MANY + " connections are made: a process may open no more"
                    + " than " + files + " files here (ulimit -n)");
        }
        return count;
    }

    private void awaitWaiting(int count) {
        await().untilAsserted(() ->
                assertThat(management.metric("weir_kafka_fetch_waiting")).isGreaterThanOrEqualTo(count));
    }

    /** Fetches that were handled until their answers began to be sent. */
    private double requests() {
        return management.metric("weir_kafka_requests_seconds_count", "api=\"Fetch\"");
    }

    private void mustServeOthers() {
        try (var writer = Writer.open(cache.address(), Map.of())) {
            for (int i = 0; i < 100; i++) {
                writer.send(OTHER, 0, "record " + i);
            }
        }
        var extent = Extent.of(site.broker(), Set.of(OTHER), IsolationLevel.READ_UNCOMMITTED);
        JavaReader.ASSIGN
                .read(site.broker(), extent)
                .mustEqual(JavaReader.ASSIGN.read(cache.address(), extent), "others");
    }

    private void write(String topic, byte[] value) {
        try (var writer = Writer.open(site.broker(), Map.of())) {
            writer.send(new ProducerRecord<>(topic, 0, null, value));
        }
    }
}
