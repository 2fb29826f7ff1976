package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.KafkaJsReader;
import dev.weir.e2e.cache.client.KcatReader;
import dev.weir.e2e.cache.client.Ledger;
import dev.weir.e2e.cache.client.Reader;
import dev.weir.e2e.cache.client.RunningReader;
import dev.weir.e2e.cache.client.RunningWriter;
import dev.weir.e2e.cache.client.Workload;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.host.RequiresProgram;
import dev.weir.e2e.kafka.KafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;

/** Three caches in front of three brokers; of each, one dies at a time. */
@RequiresProgram({"kcat", "npm"})
class ThreePodsTest {
    private static final String TOPIC = "story-three";
    private static final int PARTITIONS = 6;
    private static final int PROGRESS = 400;

    private final Ledger ledger = new Ledger();

    @Test
    void nothingIsLostDoubledOrReorderedWhileBrokersAndCachesDieAndReturn() {
        try (var site = Site.start(Site.quick(3), 3, binding -> binding.with(Map.of("replicas", 3, "copies", 2)))) {
            site.kafka().createTopic(TOPIC, PARTITIONS, Map.of("min.insync.replicas", "2"));
            try (var classic = reader(site, "classic");
                    var consumer = reader(site, "consumer")) {
                List<RunningReader> readers = List.of(classic, consumer);
                List<RunningWriter> writers = List.of(
                        new Workload("plain", TOPIC, PARTITIONS, ledger, 1).plain(site.cache()),
                        new Workload("transactions", TOPIC, PARTITIONS, ledger, 2).transactional(site.cache()));
                try {
                    happen(site, readers);
                } finally {
                    writers.forEach(RunningWriter::close);
                }
                assertThat(writers)
                        .allSatisfy(writer -> assertThat(writer.errors()).isEmpty());
                compare(site, readers);
            }
        }
    }

    private void happen(Site site, List<RunningReader> readers) {
        mustGoOn("at first", readers);
        KafkaBroker broker = site.kafka().broker(2);
        broker.kill();
        mustGoOn("while broker 2 is dead", readers);
        broker.start();
        Cache cache = site.caches().get(1);
        cache.kill();
        mustGoOn("while cache 1 is dead", readers);
        cache.start();
        mustGoOn("after cache 1 is back", readers);
        for (int id : List.of(1, 3)) {
            site.kafka().broker(id).restart();
            mustGoOn("after the restart of broker " + id, readers);
        }
        for (Cache each : site.caches()) {
            each.kill();
            each.start();
        }
        mustGoOn("after every cache was killed", readers);
    }

    /** Producers get their acknowledgements, and every reader its records. */
    private void mustGoOn(String when, List<RunningReader> readers) {
        mustGrow("producers " + when, ledger::count);
        readers.forEach(reader -> mustGrow("readers " + when, reader::count));
    }

    private static void mustGrow(String what, IntSupplier count) {
        int goal = count.getAsInt() + PROGRESS;
        await(what).until(() -> count.getAsInt() >= goal);
    }

    private void compare(Site site, List<RunningReader> readers) {
        var extent = Extent.of(site.broker(), Set.of(TOPIC), IsolationLevel.READ_COMMITTED);
        Contents truth = JavaReader.ASSIGN.read(site.broker(), extent);
        ledger.mustBeKeptBy(truth, extent.starts(), TOPIC::equals);
        for (Reader reader : List.of(JavaReader.ASSIGN, KcatReader.GROUP, new KafkaJsReader(truth.size()))) {
            truth.seenAs(reader::sees).mustEqual(reader.read(site.cache(), extent), "a new reader, " + reader);
        }
        for (RunningReader reader : readers) {
            await().until(() -> reader.count() >= truth.size());
            truth.mustEqual(reader.contents(), "a reader that was there all the time");
            assertThat(reader.violations()).isEmpty();
        }
    }

    private static RunningReader reader(Site site, String protocol) {
        return RunningReader.subscribe(
                site.cache(),
                Set.of(TOPIC),
                Map.of("group.id", protocol, "group.protocol", protocol, "isolation.level", "read_committed"));
    }
}
