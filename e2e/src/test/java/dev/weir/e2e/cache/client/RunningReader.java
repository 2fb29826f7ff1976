package dev.weir.e2e.cache.client;

import dev.weir.e2e.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A member of a consumer group that reads on a thread of its own until it is closed, and watches the order.
 *
 * <p>A record may come again only after its partition was assigned anew, and then it must be the same as before: that
 * is all that a group promises. Within an assignment offsets must rise.
 */
public final class RunningReader implements AutoCloseable, ConsumerRebalanceListener {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, TreeMap<Long, Seen>> records = new HashMap<>();
    private final Map<TopicPartition, Long> last = new HashMap<>();
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final List<String> violations = new ArrayList<>();
    private final Thread thread;
    private @Nullable Throwable failure;
    private volatile boolean closing;

    private RunningReader(KafkaConsumer<byte[], byte[]> consumer, Collection<String> topics) {
        this.consumer = consumer;
        consumer.subscribe(topics, this);
        this.thread = Thread.ofPlatform().name("reader").daemon().start(this::run);
    }

    public static RunningReader subscribe(String bootstrap, Collection<String> topics, Map<String, Object> more) {
        var settings = new HashMap<String, Object>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("auto.offset.reset", "earliest");
        settings.put("auto.commit.interval.ms", 500);
        settings.put("metadata.max.age.ms", 1_000);
        settings.put("reconnect.backoff.max.ms", 200);
        settings.put("retry.backoff.max.ms", 200);
        settings.put("default.api.timeout.ms", Patience.millis());
        settings.put("request.timeout.ms", 10_000);
        settings.putAll(more);
        if (!"consumer".equals(more.get("group.protocol"))) {
            settings.put("heartbeat.interval.ms", 300);
        }
        return new RunningReader(
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()), topics);
    }

    /** How many different records it has seen. */
    public synchronized int count() {
        return records.values().stream().mapToInt(TreeMap::size).sum();
    }

    public synchronized Set<TopicPartition> assignment() {
        return Set.copyOf(assigned);
    }

    public synchronized Contents contents() {
        var contents = new Contents();
        records.forEach((partition, seen) -> seen.values().forEach(record -> contents.add(partition, record)));
        return contents;
    }

    /** What it saw out of order, twice or different from before; and what made it end. */
    public synchronized List<String> violations() {
        var all = new ArrayList<>(violations);
        if (failure != null) {
            all.add("ended with " + failure);
        }
        return all;
    }

    @Override
    public synchronized void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        assigned.addAll(partitions);
        last.keySet().removeAll(partitions);
    }

    @Override
    public synchronized void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        assigned.removeAll(partitions);
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
            while (!closing) {
                consumer.poll(Duration.ofMillis(500)).forEach(this::add);
            }
        } catch (WakeupException e) {
            if (!closing) {
                fail(e);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private synchronized void fail(Throwable cause) {
        failure = cause;
    }

    private synchronized void add(ConsumerRecord<byte[], byte[]> record) {
        var partition = new TopicPartition(record.topic(), record.partition());
        Seen seen = Seen.of(record);
        Long before = last.put(partition, record.offset());
        if (before != null && before >= record.offset()) {
            violations.add(partition + ": offset " + record.offset() + " after " + before);
        }
        Seen earlier =
                records.computeIfAbsent(partition, absent -> new TreeMap<>()).put(record.offset(), seen);
        if (earlier != null && !earlier.equals(seen)) {
            violations.add(partition + ": was " + earlier + ", came again as " + seen);
        }
    }
}
