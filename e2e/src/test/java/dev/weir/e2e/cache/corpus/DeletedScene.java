package dev.weir.e2e.cache.corpus;

import dev.weir.e2e.cache.client.Outcome;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/**
 * Begins in the middle of a batch, because the records before were deleted; its last partition is empty for the same
 * reason.
 */
record DeletedScene() implements Scene {
    @Override
    public String topic() {
        return "corpus-deleted";
    }

    @Override
    public int partitions() {
        return 2;
    }

    @Override
    public void write(Stage stage) {
        var records = new RandomRecords(17);
        try (var writer = stage.writer(Map.of("batch.size", 8_000, "linger.ms", 5))) {
            for (int i = 0; i < 200; i++) {
                writer.send(records.next(topic(), i % 2));
            }
        }
        Outcome.of(stage.admin()
                .deleteRecords(Map.of(
                        new TopicPartition(topic(), 0), RecordsToDelete.beforeOffset(37),
                        new TopicPartition(topic(), 1), RecordsToDelete.beforeOffset(100)))
                .all());
    }
}
