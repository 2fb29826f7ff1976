package dev.weir.e2e.cache.torture;

import dev.weir.e2e.cache.client.Ledger;
import dev.weir.e2e.cache.client.RunningWriter;
import dev.weir.e2e.cache.client.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Producers of every kind, some of them through the cache, some past it. */
final class Load implements AutoCloseable {
    private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");
    private static final int KEYS = 30;
    private static final int BATCH = 25;

    private final Ledger ledger;
    private final List<RunningWriter> writers = new ArrayList<>();

    private Load(Ledger ledger) {
        this.ledger = ledger;
    }

    static Load start(String broker, String cache, Ledger ledger, Random random) {
        var load = new Load(ledger);
        for (TortureTopic topic : TortureTopic.values()) {
            load.write("direct-" + topic.topic(), broker, topic, new Random(random.nextLong()));
            load.write("cached-" + topic.topic(), cache, topic, new Random(random.nextLong()));
        }
        return load;
    }

    private void write(String name, String bootstrap, TortureTopic topic, Random random) {
        var source = new Source(name, topic, random);
        writers.add(
                topic == TortureTopic.TRANSACTIONAL
                        ? transactional(name, bootstrap, source)
                        : plain(name, bootstrap, source));
    }

    private RunningWriter plain(String name, String bootstrap, Source source) {
        return RunningWriter.start(name, open(bootstrap, source, Map.of("max.block.ms", 5_000)), writer -> {
            List<String> texts = source.send(writer);
            ledger.promise(texts, writer.acknowledged());
        });
    }

    private RunningWriter transactional(String name, String bootstrap, Source source) {
        Map<String, Object> settings = Map.of("transactional.id", name, "transaction.timeout.ms", 15_000);
        return RunningWriter.start(name, open(bootstrap, source, settings), writer -> {
            writer.producer().beginTransaction();
            List<String> texts = source.send(writer);
            var places = writer.acknowledged();
            if (source.aborts()) {
                ledger.abort(texts);
                writer.producer().abortTransaction();
            } else {
                writer.producer().commitTransaction();
                ledger.promise(texts, places);
            }
        });
    }

    /** Each producer that is opened uses the next codec. */
    private static Supplier<Writer> open(String bootstrap, Source source, Map<String, Object> more) {
        return () -> {
            var settings = new HashMap<>(more);
            settings.put("compression.type", source.codec());
            settings.put("metadata.max.age.ms", 2_000);
            settings.put("linger.ms", 1);
            return Writer.open(bootstrap, settings);
        };
    }

    @Override
    public void close() {
        writers.forEach(RunningWriter::close);
    }

    /** What one producer sends. */
    private static final class Source {
        private final String name;
        private final TortureTopic topic;
        private final Random random;
        private int next;

        Source(String name, TortureTopic topic, Random random) {
            this.name = name;
            this.topic = topic;
            this.random = random;
        }

        String codec() {
            return CODECS.get(random.nextInt(CODECS.size()));
        }

        boolean aborts() {
            return random.nextInt(3) == 0;
        }

        List<String> send(Writer writer) {
            var texts = new ArrayList<String>();
            for (int i = random.nextInt(BATCH); i >= 0; i--) {
                String text = name + "-" + next++ + " " + "x".repeat(random.nextInt(300));
                boolean tombstone = topic == TortureTopic.COMPACTED && random.nextInt(6) == 0;
                texts.add(tombstone ? "" : text);
                byte[] key = bytes("key-" + random.nextInt(KEYS));
                int partition = random.nextInt(TortureTopic.PARTITIONS);
                writer.send(new ProducerRecord<>(topic.topic(), partition, key, tombstone ? null : bytes(text)));
            }
            return texts;
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
