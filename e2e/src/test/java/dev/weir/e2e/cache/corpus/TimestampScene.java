package dev.weir.e2e.cache.corpus;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Timestamps of the broker, or those of the producer: old, unordered and alike. */
record TimestampScene(String name, String type) implements Scene {
    private static final long EPOCH = 1_000_000_000_000L;

    @Override
    public String topic() {
        return "corpus-time-" + name;
    }

    @Override
    public int partitions() {
        return 2;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("message.timestamp.type", type, "retention.ms", "-1");
    }

    @Override
    public void write(Stage stage) {
        var records = new RandomRecords(11);
        try (var writer = stage.writer(Map.of("compression.type", "gzip", "batch.size", 500))) {
            for (int i = 0; i < 200; i++) {
                var record = records.next(topic(), i % 2);
                long timestamp = EPOCH + (i / 10) * 1_000L + (i * 37 % 50) * 100L;
                writer.send(new ProducerRecord<>(
                        topic(), i % 2, timestamp, record.key(), record.value(), record.headers()));
            }
        }
    }
}
