package dev.weir.e2e.cache.corpus;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records that are larger than what a consumer asks for at a time, among small ones. */
record BigRecordScene() implements Scene {
    private static final int BIG = 2_500_000;
    private static final int LIMIT = 4 * 1024 * 1024;

    @Override
    public String topic() {
        return "corpus-big";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("max.message.bytes", Integer.toString(LIMIT));
    }

    @Override
    public void write(Stage stage) {
        var records = new RandomRecords(7);
        try (var writer = stage.writer(Map.of("max.request.size", LIMIT, "linger.ms", 0))) {
            for (int i = 0; i < 4; i++) {
                writer.send(records.next(topic(), 0));
                writer.send(new ProducerRecord<>(topic(), 0, records.bytes(10), records.bytes(BIG)));
            }
        }
    }
}
