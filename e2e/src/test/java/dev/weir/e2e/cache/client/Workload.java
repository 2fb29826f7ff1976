package dev.weir.e2e.cache.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** What a {@link RunningWriter} does: small batches of texts that are never the same, told to a ledger. */
public final class Workload {
    private static final int BATCH = 12;

    private final String name;
    private final String topic;
    private final int partitions;
    private final Ledger ledger;
    private final Random random;
    private int next;

    public Workload(String name, String topic, int partitions, Ledger ledger, long seed) {
        this.name = name;
        this.topic = topic;
        this.partitions = partitions;
        this.ledger = ledger;
        this.random = new Random(seed);
    }

    /** Batches of their own. */
    public RunningWriter plain(String bootstrap) {
        return start(bootstrap, Map.of("linger.ms", 1), writer -> {
            List<String> texts = send(writer);
            ledger.promise(texts, writer.acknowledged());
        });
    }

    /** Batches in transactions, of which one in three is aborted. */
    public RunningWriter transactional(String bootstrap) {
        return start(bootstrap, Map.of("transactional.id", name, "transaction.timeout.ms", 20_000), writer -> {
            writer.producer().beginTransaction();
            List<String> texts = send(writer);
            var places = writer.acknowledged();
            if (random.nextInt(3) == 0) {
                ledger.abort(texts);
                writer.producer().abortTransaction();
            } else {
                writer.producer().commitTransaction();
                ledger.promise(texts, places);
            }
        });
    }

    private RunningWriter start(String bootstrap, Map<String, Object> settings, Consumer<Writer> work) {
        return RunningWriter.start(name, () -> Writer.open(bootstrap, settings), work);
    }

    private List<String> send(Writer writer) {
        var texts = new ArrayList<String>();
        for (int i = random.nextInt(BATCH); i >= 0; i--) {
            String text = name + "-" + next++;
            texts.add(text);
            writer.send(topic, random.nextInt(partitions), text);
        }
        return texts;
    }
}
