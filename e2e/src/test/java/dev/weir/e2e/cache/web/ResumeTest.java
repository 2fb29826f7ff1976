package dev.weir.e2e.cache.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.cache.web.WebReader.Told;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Web readers whose connections break, in front of data-planes that are killed, get what they are to get, in order. */
@Timeout(900)
class ResumeTest {
    private static final long SEED = Long.getLong("torture.seed", System.nanoTime() & 0xffffff);
    private static final int PARTITIONS = 4;
    private static final int READERS = 4;
    private static final int PARTS = 4;

    private final Random random = new Random(SEED);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<Integer, List<Told>> written = new TreeMap<>();
    private final List<Told> unacknowledged = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Site site;

    @BeforeEach
    void start() {
        System.out.println("web torture: -Dtorture.seed=" + SEED);
        site = Site.start(Site.quick(1), 2, binding -> binding.with(Map.of("replicas", 2)));
    }

    @AfterEach
    void close() {
        site.close();
        threads.shutdownNow();
    }

    @Test
    void nothingIsLostOrDoubledHoweverOftenReadersComeBack() throws Exception {
        int records = 6_000;
        site.kafka().createTopic("story-web", PARTITIONS, Map.of());
        List<WebReader> readers = readers("/topics/story-web/messages", READERS, told -> true);
        List<Future<?>> reading = read(readers, records);

        for (int part = 0; part < PARTS; part++) {
            try (var writer = Writer.open(site.broker(), Map.of("linger.ms", 2, "compression.type", "zstd"))) {
                for (int i = 0; i < records / PARTS; i++) {
                    write(writer, "story-web", System.currentTimeMillis(), null, part + "-" + i);
                }
                acknowledged(writer);
            }
            restartOne();
        }

        for (Future<?> each : reading) {
            each.get();
        }
        assertThat(readers).allSatisfy(reader -> {
            assertThat(reader.read()).as("seed " + SEED).isEqualTo(written);
            assertThat(reader.connections()).isGreaterThan(records / 500);
        });
    }

    /** Each round is later than a segment may span, so that what is before it can be compacted while it is read. */
    @Test
    void ofATopicThatIsCompactedMeanwhileEveryReaderEndsWithTheLatestValues() throws Exception {
        int rounds = 40;
        site.kafka()
                .createTopic(
                        "story-compacted",
                        PARTITIONS,
                        Map.of(
                                "cleanup.policy", "compact",
                                "min.cleanable.dirty.ratio", "0.01",
                                "segment.ms", "1000"));
        Predicate<Told> last = told -> "last".equals(told.key());
        List<WebReader> readers = readers("/topics/story-compacted/messages", READERS / 2, last);
        readers.addAll(readers("/topics/story-compacted/messages?conflate=false", READERS / 2, last));
        List<Future<?>> reading = read(readers, PARTITIONS);

        long start = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
        for (int part = 0; part < PARTS; part++) {
            for (int round = part * rounds / PARTS; round < (part + 1) * rounds / PARTS; round++) {
                try (var writer = Writer.open(site.broker(), Map.of("batch.size", 1_000))) {
                    for (int i = 0; i < 200; i++) {
                        String key = "k-" + random.nextInt(150);
                        boolean deleted = random.nextInt(10) == 0;
                        write(
                                writer,
                                "story-compacted",
                                start + round * 10_000L,
                                key,
                                deleted ? null : round + "-" + i);
                    }
                    acknowledged(writer);
                }
            }
            restartOne();
        }
        await().until(() -> remaining("story-compacted") < rounds * 100L);
        try (var writer = Writer.open(site.broker(), Map.of())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                write(writer, "story-compacted", partition, System.currentTimeMillis(), "last", "of all");
            }
            acknowledged(writer);
        }

        for (Future<?> each : reading) {
            each.get();
        }
        assertThat(readers).allSatisfy(reader -> {
            reader.read().forEach((partition, read) -> {
                List<Told> all = written.getOrDefault(partition, List.of());
                assertThat(read).as("seed " + SEED).isSubsetOf(all).isSortedAccordingTo(Told.BY_OFFSET);
                assertThat(read).doesNotHaveDuplicates();
                assertThat(latest(read)).as("seed " + SEED).isEqualTo(latest(all));
            });
            assertThat(reader.read()).hasSize(PARTITIONS);
        });
    }

    /** How many messages there are for whoever begins now. */
    private long remaining(String topic) {
        URI all = ((DataPlane) site.caches().getFirst())
                .web("/topics/" + topic + "/messages?conflate=false&format=ndjson");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(all).build(), HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.contains("\"offset\""))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<WebReader> readers(String path, int count, Predicate<Told> counts) {
        List<URI> pods = site.caches().stream()
                .map(cache -> ((DataPlane) cache).web(path))
                .toList();
        var readers = new ArrayList<WebReader>();
        for (int i = 0; i < count; i++) {
            readers.add(new WebReader(pods, new Random(random.nextLong()), counts));
        }
        return readers;
    }

    private List<Future<?>> read(List<WebReader> readers, int count) {
        var reading = new ArrayList<Future<?>>();
        for (WebReader reader : readers) {
            reading.add(threads.submit(() -> {
                reader.readUntil(count);
                return null;
            }));
        }
        return reading;
    }

    private void write(Writer writer, String topic, long timestamp, @Nullable String key, @Nullable String value) {
        // of a key all is in one partition
        int partition = key == null ? random.nextInt(PARTITIONS) : Math.floorMod(key.hashCode(), PARTITIONS);
        write(writer, topic, partition, timestamp, key, value);
    }

    private void write(
            Writer writer, String topic, int partition, long timestamp, @Nullable String key, @Nullable String value) {
        writer.send(new ProducerRecord<>(topic, partition, timestamp, bytes(key), bytes(value)));
        unacknowledged.add(new Told(partition, -1, key, value));
    }

    private void acknowledged(Writer writer) {
        var places = writer.acknowledged();
        for (int i = 0; i < places.size(); i++) {
            Told sent = unacknowledged.get(i);
            written.computeIfAbsent(sent.partition(), partition -> new ArrayList<>())
                    .add(new Told(sent.partition(), places.get(i).offset(), sent.key(), sent.value()));
        }
        unacknowledged.clear();
    }

    private void restartOne() {
        var victim = site.caches().get(random.nextInt(site.caches().size()));
        victim.kill();
        victim.start();
    }

    private static Map<@Nullable String, Told> latest(List<Told> messages) {
        var latest = new HashMap<@Nullable String, Told>();
        messages.forEach(message -> latest.put(message.key(), message));
        return latest;
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }
}
