package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.KcatReader;
import dev.weir.e2e.cache.client.Reader;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.Proxy;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.host.RequiresProgram;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A cache that keeps less than the broker gives what it does not keep all the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RequiresProgram("kcat")
class ReadThroughTest {
    private static final int RECORD = 20_000;
    private static final int RECORDS = 300;
    private static final long BYTES = (long) RECORD * RECORDS;

    private final Proxy proxy = Proxy.open();
    private final Site site = Site.start(
            proxy,
            binding -> binding.with(Map.of(
                    "topics",
                    List.of(
                            Map.of("name", "story-live", "defaultOffset", "live"),
                            Map.of("name", "story-short", "retention", Map.of("bytes", "2Mi"))))));

    @BeforeAll
    static void thereIsACache() {
        Assumptions.assumeFalse(Cache.ABSENT);
    }

    @AfterAll
    void close() {
        site.close();
        proxy.close();
    }

    @Test
    void recordsOfBeforeACacheThatBeganLiveAreReadThrough() {
        site.caches().getFirst().kill();
        site.kafka().createTopic("story-live", 1, Map.of());
        write("story-live", RECORDS);
        long before = proxy.received();
        site.caches().getFirst().start();
        await().untilAsserted(() ->
                assertThat(extent(site.cache(), "story-live")).isEqualTo(extent(site.broker(), "story-live")));
        assertThat(proxy.received() - before).isLessThan(BYTES / 2);
        mustAgree("story-live");
        assertThat(proxy.received() - before).isGreaterThan(BYTES);
        write("story-live", 20);
        mustAgree("story-live");
    }

    /** The binding keeps the last 2 MiB; the broker keeps all. */
    @Test
    void recordsThatOnlyTheBrokerKeepsAreReadThrough() {
        site.kafka().createTopic("story-short", 1, Map.of("segment.bytes", Integer.toString(1024 * 1024)));
        write("story-short", RECORDS);
        mustAgree("story-short");
        write("story-short", RECORDS);
        mustAgree("story-short");
    }

    private void mustAgree(String topic) {
        Extent extent = extent(site.broker(), topic);
        Contents truth = JavaReader.ASSIGN.read(site.broker(), extent);
        for (Reader reader : List.of(JavaReader.ASSIGN, KcatReader.ASSIGN)) {
            truth.seenAs(reader::sees).mustEqual(reader.read(site.cache(), extent), reader + " " + topic);
        }
    }

    private static Extent extent(String bootstrap, String topic) {
        return Extent.of(bootstrap, Set.of(topic), IsolationLevel.READ_UNCOMMITTED);
    }

    private void write(String topic, int records) {
        var random = new Random(records);
        try (var writer = Writer.open(site.broker(), Map.of("batch.size", 100_000))) {
            for (int i = 0; i < records; i++) {
                byte[] value = new byte[RECORD];
                random.nextBytes(value);
                writer.send(new ProducerRecord<>(topic, 0, null, value));
            }
        }
    }
}
