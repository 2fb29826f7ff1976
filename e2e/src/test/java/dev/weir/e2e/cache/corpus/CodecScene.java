package dev.weir.e2e.cache.corpus;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Batches of one codec or of all of them in turn, by producers that are idempotent or are not. */
record CodecScene(String name, List<String> codecs, Map<String, Object> producer) implements Scene {
    static final List<String> ALL = List.of("none", "gzip", "snappy", "lz4", "zstd");

    private static final int RECORDS = 200;

    @Override
    public String topic() {
        return "corpus-codec-" + name;
    }

    @Override
    public int partitions() {
        return 3;
    }

    @Override
    public void write(Stage stage) {
        var records = new RandomRecords(name.hashCode());
        for (String codec : codecs) {
            var settings = new HashMap<>(producer);
            settings.put("compression.type", codec);
            settings.put("batch.size", 4_000);
            settings.put("linger.ms", 5);
            try (var writer = stage.writer(settings)) {
                for (int i = 0; i < RECORDS; i++) {
                    writer.send(records.next(topic(), i % partitions()));
                }
            }
        }
    }
}
