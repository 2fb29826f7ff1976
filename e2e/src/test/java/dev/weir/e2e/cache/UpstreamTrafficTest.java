package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.Proxy;
import dev.weir.e2e.cache.site.Site;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What passes between the cache and the broker: each record once, however connections break and whoever reads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpstreamTrafficTest {
    private static final long SEED = Long.getLong("traffic.seed", System.nanoTime() & 0xffffff);
    private static final int PARTITIONS = 6;
    private static final int RECORD = 10_000;
    private static final int RECORDS = 600;
    private static final long BYTES = (long) RECORD * RECORDS;
    private static final int READERS = 8;

    private final Random random = new Random(SEED);
    private final Proxy proxy = Proxy.open(SEED);
    private final Site site = Site.start(proxy, binding -> binding);

    @BeforeAll
    static void thereIsACache() {
        Assumptions.assumeFalse(Cache.ABSENT, "nothing passes between a broker and itself");
        System.out.println("traffic: -Dtraffic.seed=" + SEED);
    }

    @AfterAll
    void close() {
        site.close();
        proxy.close();
    }

    /** Most break before the whole of what the broker has would have come down at once. */
    @Test
    void connectionsThatBreakInTheMiddleOfAResponseLoseAndDoubleNothing() {
        String topic = topic("story-broken");
        long before = proxy.broken();
        var cuts = new Random(SEED);
        proxy.breakAfter(() -> cuts.nextLong(100, 300_000));
        proxy.cutNow();
        try {
            write(site.broker(), topic, RECORDS);
            mustAgree(topic);
            write(site.broker(), topic, RECORDS / 2);
            mustAgree(topic);
        } finally {
            proxy.behave();
        }
        assertThat(proxy.broken() - before).as("broken connections").isGreaterThan(20);
        write(site.cache(), topic, 20);
        mustAgree(topic);
    }

    @Test
    void aRestartFetchesNothingAgain() {
        String topic = topic("story-restart");
        write(site.broker(), topic, RECORDS);
        mustAgree(topic);
        Cache cache = site.caches().getFirst();
        cache.kill();
        long before = proxy.received();
        cache.start();
        mustAgree(topic);
        write(site.cache(), topic, 20);
        mustAgree(topic);
        assertThat(proxy.received() - before).as("bytes from upstream").isLessThan(BYTES / 4);
    }

    @Test
    void manyReadersCostUpstreamOneRead() {
        String topic = topic("story-readers");
        long before = proxy.received();
        write(site.broker(), topic, RECORDS);
        Extent extent = extent(topic);
        Contents truth = JavaReader.ASSIGN.read(site.broker(), extent);
        try (var threads = Executors.newFixedThreadPool(READERS)) {
            IntStream.range(0, READERS)
                    .mapToObj(reader ->
                            CompletableFuture.supplyAsync(() -> JavaReader.ASSIGN.read(site.cache(), extent), threads))
                    .toList()
                    .forEach(read -> truth.mustEqual(read.join(), "one of many"));
        }
        assertThat(proxy.received() - before)
                .as("bytes from upstream")
                .isGreaterThan(BYTES)
                .isLessThan(BYTES * 3 / 2);
    }

    private String topic(String name) {
        site.kafka().createTopic(name, PARTITIONS, Map.of());
        return name;
    }

    /** Records that no codec makes smaller, in batches of a few. */
    private void write(String bootstrap, String topic, int records) {
        try (var writer = Writer.open(bootstrap, Map.of("batch.size", 4 * RECORD))) {
            for (int i = 0; i < records; i++) {
                byte[] value = new byte[RECORD];
                random.nextBytes(value);
                writer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, value));
            }
        }
    }

    private void mustAgree(String topic) {
        Extent extent = extent(topic);
        JavaReader.ASSIGN
                .read(site.broker(), extent)
                .mustEqual(JavaReader.ASSIGN.read(site.cache(), extent), "cache, with -Dtraffic.seed=" + SEED);
    }

    private Extent extent(String topic) {
        return Extent.of(site.broker(), Set.of(topic), IsolationLevel.READ_UNCOMMITTED);
    }
}
