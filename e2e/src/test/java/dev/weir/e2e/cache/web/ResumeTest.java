package dev.weir.e2e.cache.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Site;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Web readers whose connections break, in front of data-planes that are killed, get each record once and in order. */
class ResumeTest {
    private static final long SEED = Long.getLong("torture.seed", System.nanoTime() & 0xffffff);
    private static final String TOPIC = "story-web";
    private static final int PARTITIONS = 4;
    private static final int RECORDS = 6_000;
    private static final int READERS = 4;

    @Test
    void nothingIsLostOrDoubledHoweverOftenReadersComeBack() throws Exception {
        System.out.println("web torture: -Dtorture.seed=" + SEED);
        var random = new Random(SEED);
        try (var site = Site.start(Site.quick(1), 2, binding -> binding.with(Map.of("replicas", 2)));
                ExecutorService threads = Executors.newCachedThreadPool()) {
            site.kafka().createTopic(TOPIC, PARTITIONS, Map.of());
            List<URI> pods = site.caches().stream()
                    .map(cache -> ((DataPlane) cache).web("/topics/" + TOPIC + "/messages"))
                    .toList();
            var readers = new ArrayList<WebReader>();
            var reading = new ArrayList<Future<?>>();
            for (int i = 0; i < READERS; i++) {
                var reader = new WebReader(pods, new Random(SEED + i));
                readers.add(reader);
                reading.add(threads.submit(() -> {
                    reader.readUntil(RECORDS);
                    return null;
                }));
            }
            Map<Integer, List<String>> expected = write(site, random);
            for (Future<?> each : reading) {
                each.get();
            }
            assertThat(readers).allSatisfy(reader -> {
                assertThat(byPartition(reader.read())).as("seed " + SEED).isEqualTo(expected);
                assertThat(reader.connections()).isGreaterThan(RECORDS / 500);
            });
        }
    }

    /** Writes in four parts, and kills a data-plane after each. */
    private static Map<Integer, List<String>> write(Site site, Random random) {
        var expected = new TreeMap<Integer, List<String>>();
        for (int part = 0; part < 4; part++) {
            try (var writer = Writer.open(site.broker(), Map.of("linger.ms", 2, "compression.type", "zstd"))) {
                for (int i = 0; i < RECORDS / 4; i++) {
                    int partition = random.nextInt(PARTITIONS);
                    String value = part + "-" + i;
                    var list = expected.computeIfAbsent(partition, key -> new ArrayList<>());
                    list.add(partition + ":" + list.size() + ":" + value);
                    writer.send(TOPIC, partition, value);
                }
            }
            var victim = site.caches().get(random.nextInt(site.caches().size()));
            victim.kill();
            victim.start();
        }
        return expected;
    }

    private static Map<Integer, List<String>> byPartition(List<String> places) {
        var partitions = new TreeMap<Integer, List<String>>();
        for (String place : places) {
            partitions
                    .computeIfAbsent(Integer.valueOf(place.substring(0, place.indexOf(':'))), key -> new ArrayList<>())
                    .add(place);
        }
        return partitions;
    }
}
