package dev.weir.e2e.cache.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a partition from its beginning to an offset, again and again until it is closed, to make it hot. */
public final class LoopingReader implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final long end;
    private final List<String> violations = new ArrayList<>();
    private final Thread thread;
    private final AtomicInteger rounds = new AtomicInteger();
    private volatile boolean closing;

    private LoopingReader(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end) {
        this.consumer = consumer;
        this.partition = partition;
        this.end = end;
        this.thread = Thread.ofPlatform().name("looping").daemon().start(this::run);
    }

    public static LoopingReader start(String bootstrap, TopicPartition partition, long end) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "none", "check.crcs", false);
        var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        return new LoopingReader(consumer, partition, end);
    }

    /** How often it has reached the end. */
    public int rounds() {
        return rounds.get();
    }

    /** Offsets that were left out or came twice, and what made it end. */
    public List<String> violations() {
        synchronized (violations) {
            return List.copyOf(violations);
        }
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            consumer.assign(Set.of(partition));
            while (!closing) {
                round();
            }
        } catch (WakeupException e) {
            if (!closing) {
                violated(e);
            }
        } catch (RuntimeException | Error e) {
            violated(e);
        }
    }

    private void round() {
        consumer.seek(partition, 0);
        long next = 0;
        while (next < end && !closing) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                if (record.offset() != next) {
                    violated("offset " + record.offset() + " where " + next + " was due");
                }
                next = record.offset() + 1;
            }
        }
        rounds.incrementAndGet();
    }

    private void violated(Object how) {
        synchronized (violations) {
            violations.add(String.valueOf(how));
        }
    }
}
