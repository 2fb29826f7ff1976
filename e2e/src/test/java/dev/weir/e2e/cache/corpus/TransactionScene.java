package dev.weir.e2e.cache.corpus;

import dev.weir.e2e.cache.client.Writer;
import java.util.Map;

/**
 * Committed, aborted and interleaved transactions; on the first partition one is open, for as long as the tests run.
 */
record TransactionScene() implements Scene {
    private static final int FOR_AS_LONG_AS_THE_BROKER_ALLOWS = 900_000;

    @Override
    public String topic() {
        return "corpus-transactions";
    }

    @Override
    public int partitions() {
        return 2;
    }

    @Override
    public void write(Stage stage) {
        var records = new RandomRecords(13);
        try (var left = stage.writer(Map.of("transactional.id", "corpus-left", "compression.type", "zstd"));
                var right = stage.writer(Map.of("transactional.id", "corpus-right"));
                var plain = stage.writer(Map.of())) {
            for (int round = 0; round < 6; round++) {
                left.producer().beginTransaction();
                send(left, records, 7);
                right.producer().beginTransaction();
                send(right, records, 5);
                send(plain, records, 3);
                send(left, records, 4);
                end(left, round % 3 != 0);
                end(right, round % 2 == 0);
            }
            leaveOpen(stage, records);
            send(plain, records, 9);
        }
    }

    private void send(Writer writer, RandomRecords records, int count) {
        for (int i = 0; i < count; i++) {
            writer.send(records.next(topic(), i % 2));
        }
        writer.acknowledged();
    }

    private static void end(Writer writer, boolean commit) {
        if (commit) {
            writer.producer().commitTransaction();
        } else {
            writer.producer().abortTransaction();
        }
    }

    private void leaveOpen(Stage stage, RandomRecords records) {
        var writer = stage.writer(
                Map.of("transactional.id", "corpus-open", "transaction.timeout.ms", FOR_AS_LONG_AS_THE_BROKER_ALLOWS));
        writer.producer().beginTransaction();
        for (int i = 0; i < 5; i++) {
            writer.send(records.next(topic(), 0));
        }
        writer.acknowledged();
        writer.abandon();
    }
}
