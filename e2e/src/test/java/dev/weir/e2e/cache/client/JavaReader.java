package dev.weir.e2e.cache.client;

import dev.weir.e2e.Patience;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The Java consumer, in each of the ways in which it can be told what to read. */
public enum JavaReader implements Reader {
    ASSIGN {
        @Override
        void begin(Consumer<byte[], byte[]> consumer, Extent extent) {
            consumer.assign(extent.ends().keySet());
            consumer.seekToBeginning(extent.ends().keySet());
        }
    },
    CLASSIC_GROUP,
    CONSUMER_GROUP;

    void begin(Consumer<byte[], byte[]> consumer, Extent extent) {
        consumer.subscribe(extent.topics());
    }

    @Override
    public Contents read(String bootstrap, Extent extent) {
        return read(bootstrap, extent, Map.of());
    }

    public Contents read(String bootstrap, Extent extent, Map<String, Object> more) {
        var contents = new Contents();
        try (var consumer = new KafkaConsumer<>(
                settings(bootstrap, extent, more), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            begin(consumer, extent);
            long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
            while (!done(consumer, extent)) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(this + " did not reach the end of " + unread(consumer, extent) + " at "
                            + bootstrap + " within " + Patience.LIMIT);
                }
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record ->
                                contents.add(new TopicPartition(record.topic(), record.partition()), Seen.of(record)));
            }
        }
        return contents;
    }

    private Map<String, Object> settings(String bootstrap, Extent extent, Map<String, Object> more) {
        var settings = new HashMap<String, Object>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("isolation.level", extent.isolation().toString().toLowerCase(Locale.ROOT));
        settings.put("auto.offset.reset", "earliest");
        settings.put("allow.auto.create.topics", false);
        if (this != ASSIGN) {
            settings.put("group.id", "reader-" + UUID.randomUUID());
            settings.put("group.protocol", this == CONSUMER_GROUP ? "consumer" : "classic");
        }
        settings.putAll(more);
        return settings;
    }

    private static boolean done(Consumer<byte[], byte[]> consumer, Extent extent) {
        return consumer.assignment().containsAll(extent.ends().keySet())
                && unread(consumer, extent).isEmpty();
    }

    private static Map<TopicPartition, Long> unread(Consumer<byte[], byte[]> consumer, Extent extent) {
        Set<TopicPartition> assigned = consumer.assignment();
        var unread = new HashMap<TopicPartition, Long>();
        extent.ends().forEach((partition, end) -> {
            if (!assigned.contains(partition)) {
                unread.put(partition, -1L);
                return;
            }
            long position = consumer.position(partition);
            if (position < end) {
                unread.put(partition, position);
            }
        });
        return unread;
    }
}
