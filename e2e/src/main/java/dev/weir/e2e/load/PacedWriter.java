package dev.weir.e2e.load;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes small pieces of JSON to a topic, so many a second. */
final class PacedWriter implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;

    PacedWriter(String bootstrap, String topic) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.topic = topic;
    }

    /** On a thread of its own; ends when all is acknowledged. */
    CompletableFuture<Void> write(int count, int perSecond) {
        return CompletableFuture.runAsync(() -> {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = start + Duration.ofSeconds(i).dividedBy(perSecond).toNanos();
                for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                producer.send(record(i));
            }
            producer.flush();
        });
    }

    private ProducerRecord<byte[], byte[]> record(int i) {
        String value = "{\"symbol\":\"S%03d\",\"price\":%d.%02d,\"volume\":%d,\"venue\":\"XETR\",\"sequence\":%d}"
                .formatted(i % 500, 100 + i % 37, i % 100, 10 * (i % 91), i);
        return new ProducerRecord<>(
                topic, ("S" + i % 500).getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close();
    }
}
