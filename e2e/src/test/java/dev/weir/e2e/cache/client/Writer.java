package dev.weir.e2e.cache.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The Java producer, of which no outcome gets lost: what failed to be sent fails {@link #acknowledged()} and
 * {@link #close()}.
 */
public final class Writer implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    private Writer(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** It fails soon rather than try for two minutes. A transactional one is initialised. */
    public static Writer open(String bootstrap, Map<String, Object> more) {
        var settings = new HashMap<String, Object>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("delivery.timeout.ms", 60_000);
        settings.put("request.timeout.ms", 10_000);
        settings.put("max.block.ms", 60_000);
        settings.put("reconnect.backoff.max.ms", 200);
        settings.putAll(more);
        var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        if (settings.containsKey("transactional.id")) {
            producer.initTransactions();
        }
        return new Writer(producer);
    }

    public void send(ProducerRecord<byte[], byte[]> record) {
        sent.add(producer.send(record));
    }

    public void send(String topic, int partition, String text) {
        send(new ProducerRecord<>(topic, partition, null, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Waits for everything sent since the last call, and tells where it is. */
    public List<RecordMetadata> acknowledged() {
        producer.flush();
        var outcomes = List.copyOf(sent);
        sent.clear();
        return outcomes.stream().map(Outcome::of).toList();
    }

    /** For transactions. */
    public KafkaProducer<byte[], byte[]> producer() {
        return producer;
    }

    /** As if the process had died: an open transaction stays open. */
    public void abandon() {
        sent.clear();
        producer.close(Duration.ZERO);
    }

    @Override
    public void close() {
        try {
            acknowledged();
        } finally {
            producer.close(Duration.ofSeconds(5));
        }
    }
}
