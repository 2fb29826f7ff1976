package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Outcome;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.kafka.KafkaBroker;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** While the broker is away the cache serves what it holds; when it is back they agree again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpstreamFaultsTest {
    private static final int PARTITIONS = 3;

    private final Site site = Site.start();
    private final KafkaBroker broker = site.kafka().broker(1);
    private final Cache cache = site.caches().getFirst();
    private String topic = "";

    @BeforeAll
    static void thereIsACache() {
        Assumptions.assumeFalse(Cache.ABSENT, "a broker that is away serves nothing");
    }

    @AfterAll
    void close() {
        site.close();
    }

    @BeforeEach
    void someRecords(TestInfo test) {
        topic = "story-" + test.getTestMethod().orElseThrow().getName();
        site.kafka().createTopic(topic, PARTITIONS, Map.of());
        write(0, 500);
        mustAgree();
    }

    @Test
    void whatIsHeldIsServedWhileTheBrokerHangs() {
        Contents before = truth();
        Extent extent = extent();
        broker.suspend();
        try {
            before.mustEqual(JavaReader.ASSIGN.read(site.cache(), extent), "while the broker hangs");
        } finally {
            broker.resume();
        }
        write(500, 600);
        mustAgree();
    }

    @Test
    void whatIsHeldIsServedWhileTheBrokerIsDeadAndAfterTheCacheIsRestarted() {
        Contents before = truth();
        Extent extent = extent();
        broker.kill();
        before.mustEqual(JavaReader.ASSIGN.read(site.cache(), extent), "while the broker is dead");
        cache.kill();
        cache.start();
        before.mustEqual(JavaReader.ASSIGN.read(site.cache(), extent), "restarted while the broker is dead");
        broker.start();
        write(500, 600);
        mustAgree();
    }

    @Test
    void aConsumerWaitsThroughAnOutageAndGoesOn() {
        var partition = new TopicPartition(topic, 0);
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", site.cache(), "auto.offset.reset", "none"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(Set.of(partition));
            long end = extent().end(partition);
            consumer.seek(partition, end);
            assertThat(consumer.poll(Duration.ofSeconds(1))).isEmpty();
            broker.kill();
            assertThat(consumer.poll(Duration.ofSeconds(1))).isEmpty();
            broker.start();
            write(500, 503);
            var record = await().pollInSameThread()
                    .until(() -> consumer.poll(Duration.ofSeconds(5)), records -> !records.isEmpty())
                    .iterator()
                    .next();
            assertThat(record.offset()).isEqualTo(end);
        }
    }

    @Test
    void aTopicMadeAnewWhileTheCacheWasDownIsNotMistakenForTheOldOne() {
        cache.kill();
        Outcome.of(site.kafka().admin().deleteTopics(Set.of(topic)).all());
        await().ignoreExceptions().untilAsserted(() -> site.kafka().createTopic(topic, PARTITIONS, Map.of()));
        write(1_000, 1_700);
        cache.start();
        mustAgree();
    }

    private void write(int from, int to) {
        try (var writer = Writer.open(site.broker(), Map.of())) {
            for (int i = from; i < to; i++) {
                writer.send(topic, i % PARTITIONS, topic + " " + i);
            }
        }
    }

    private void mustAgree() {
        truth().mustEqual(JavaReader.ASSIGN.read(site.cache(), extent()), "cache");
    }

    private Contents truth() {
        return JavaReader.ASSIGN.read(site.broker(), extent());
    }

    private Extent extent() {
        return Extent.of(site.broker(), Set.of(topic), IsolationLevel.READ_UNCOMMITTED);
    }
}
