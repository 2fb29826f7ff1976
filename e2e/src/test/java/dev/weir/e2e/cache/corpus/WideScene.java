package dev.weir.e2e.cache.corpus;

import java.util.Map;

/** Many partitions, of which some never got a record. */
record WideScene() implements Scene {
    @Override
    public String topic() {
        return "corpus-wide";
    }

    @Override
    public int partitions() {
        return 24;
    }

    @Override
    public void write(Stage stage) {
        var records = new RandomRecords(19);
        try (var writer = stage.writer(Map.of("acks", "1", "enable.idempotence", false))) {
            for (int i = 0; i < 120; i++) {
                writer.send(records.next(topic(), i * i % partitions()));
            }
        }
    }
}
