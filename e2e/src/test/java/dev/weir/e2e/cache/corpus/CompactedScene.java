package dev.weir.e2e.cache.corpus;

import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;

/** A log that the broker's cleaner has been through: gaps between offsets, tombstones, values that were replaced. */
record CompactedScene(String name, String policy, Duration tombstonesKept) implements Scene {
    private static final int KEYS = 40;
    private static final int ROUNDS = 5;

    @Override
    public String topic() {
        return "corpus-compacted-" + name;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "cleanup.policy", policy,
                "min.cleanable.dirty.ratio", "0.01",
                "retention.ms", "-1",
                "segment.ms", "1000",
                "delete.retention.ms", Long.toString(tombstonesKept.toMillis()));
    }

    /** Each round is later than a segment may span, so that it begins a segment and the one before can be cleaned. */
    @Override
    public void write(Stage stage) {
        long start = System.currentTimeMillis() - Duration.ofMinutes(10).toMillis();
        try (var writer = stage.writer(Map.of("batch.size", 300, "compression.type", "snappy"))) {
            for (int round = 0; round < ROUNDS; round++) {
                for (int key = round; key < KEYS; key++) {
                    send(writer, start + round * 10_000L, key, round);
                }
                writer.acknowledged();
            }
            send(writer, start + ROUNDS * 10_000L, KEYS, ROUNDS);
        }
        await(topic() + " is compacted").until(() -> records(stage) < 2 * KEYS);
    }

    private void send(Writer writer, long timestamp, int key, int round) {
        boolean deleted = key % 7 == 3 && round == 2;
        writer.send(new ProducerRecord<>(
                topic(), 0, timestamp, bytes("key-" + key), deleted ? null : bytes("value-" + key + "-" + round)));
    }

    private int records(Stage stage) {
        var extent = Extent.of(stage.admin(), List.of(topic()), IsolationLevel.READ_UNCOMMITTED);
        return JavaReader.ASSIGN.read(stage.bootstrap(), extent).size();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
