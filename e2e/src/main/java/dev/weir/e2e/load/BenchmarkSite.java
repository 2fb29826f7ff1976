package dev.weir.e2e.load;

import dev.weir.e2e.dataplane.DataPlaneProcess;
import dev.weir.e2e.dataplane.DataPlaneSettings;
import dev.weir.e2e.host.FreePort;
import dev.weir.e2e.host.TempFolder;
import dev.weir.e2e.kafka.ClusterSettings;
import dev.weir.e2e.kafka.KafkaCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A broker with a topic of data, and a cache that holds the same; each with the heap that the other has. */
final class BenchmarkSite implements AutoCloseable {
    static final String TOPIC = "bench";
    static final int PARTITIONS = 8;

    static final String HEAP = "-Xmx512m";
    private static final int RECORD = 1_000;
    private static final int BATCH = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TempFolder folder = TempFolder.create("weir-bench-");
    private final KafkaCluster kafka;
    private final int port = FreePort.pick();
    private final int webPort = FreePort.pick();
    private @Nullable DataPlaneProcess cache;

    private BenchmarkSite() {
        kafka = KafkaCluster.start(
                ClusterSettings.brokers(1).jvmOption("-XX:TieredStopAtLevel=4").jvmOption(HEAP));
    }

    /** Returns when the cache holds everything that was written to the broker. */
    static BenchmarkSite start(int mebibytes) {
        var site = new BenchmarkSite();
        try {
            site.kafka.createTopic(TOPIC, PARTITIONS, Map.of());
            site.fill((int) (mebibytes * 1024L * 1024 / RECORD));
            site.startCache();
            site.awaitWarm();
            return site;
        } catch (RuntimeException e) {
            site.close();
            throw e;
        } catch (IOException | ExecutionException e) {
            site.close();
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            site.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Server broker() {
        return new Server("broker", kafka.bootstrapServers(), kafka.broker(1).pid());
    }

    Server cache() {
        if (cache == null) {
            throw new IllegalStateException("there is no cache");
        }
        return new Server("cache", address(), cache.pid());
    }

    /** The cache, as web clients see it. */
    Server web() {
        return new Server("web", "127.0.0.1:" + webPort, cache().pid());
    }

    /** Another topic. */
    void createTopic(String name, Map<String, String> settings) {
        kafka.createTopic(name, PARTITIONS, settings);
    }

    @Override
    public void close() {
        if (cache != null) {
            cache.close();
        }
        kafka.close();
        folder.close();
    }

    private String address() {
        return "127.0.0.1:" + port;
    }

    /** Bytes that do not compress, in batches of the size that a busy producer makes. */
    private void fill(int records) throws ExecutionException, InterruptedException {
        var random = new Random(1);
        var settings = Map.<String, Object>of(
                "bootstrap.servers", kafka.bootstrapServers(), "batch.size", BATCH, "linger.ms", 100);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            Future<RecordMetadata> last = null;
            for (int i = 0; i < records; i++) {
                byte[] value = new byte[RECORD];
                random.nextBytes(value);
                last = producer.send(new ProducerRecord<>(TOPIC, i % PARTITIONS, null, value));
            }
            if (last != null) {
                last.get();
            }
        }
    }

    private void startCache() throws IOException {
        var settings = DataPlaneSettings.in(folder.path()).jvmOption(HEAP);
        Files.createDirectories(settings.documents());
        Files.writeString(settings.documents().resolve("bench.yaml"), """
            apiVersion: weir.dev/v1alpha1
            kind: KafkaCacheBinding
            metadata:
              name: bench
            spec:
              upstreams:
                - name: main
                  bootstrapServers: ["%s"]
              exit: main
              bootstrap: ["%s"]
              listeners:
                kafka:
                  port: %d
                web:
                  port: %d
            """.formatted(
                        kafka.bootstrapServers(), TOPIC, port, webPort));
        cache = DataPlaneProcess.start(settings);
    }

    private void awaitWarm() throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<TopicPartition, Long> goal = ends(kafka.bootstrapServers());
        while (!ends(address()).equals(goal)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the cache did not catch up within " + PATIENCE);
            }
            Thread.sleep(Duration.ofMillis(200));
        }
    }

    private static Map<TopicPartition, Long> ends(String bootstrap) throws InterruptedException, ExecutionException {
        var partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
            return admin.listOffsets(partitions).all().get().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().offset()));
        }
    }
}
