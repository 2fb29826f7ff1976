package dev.weir.e2e.cache.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** What {@link OldJavaReader} does inside of its class loader: nothing that only later clients have. */
public final class OldJavaReading implements Function<Map<String, Object>, List<Object[]>> {
    @Override
    public List<Object[]> apply(Map<String, Object> request) {
        var properties = new Properties();
        properties.put("bootstrap.servers", request.get("bootstrap.servers"));
        properties.put("isolation.level", request.get("isolation.level"));
        properties.put("auto.offset.reset", "none");
        properties.put("enable.auto.commit", "false");
        properties.put("key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        properties.put("value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        var ends = new HashMap<TopicPartition, Long>();
        ((Map<?, ?>) Objects.requireNonNull(request.get("ends"))).forEach((key, end) -> {
            var partition = (Map.Entry<?, ?>) key;
            ends.put(new TopicPartition((String) partition.getKey(), (Integer) partition.getValue()), (Long) end);
        });
        try (var consumer = new KafkaConsumer<byte[], byte[]>(properties)) {
            return read(consumer, ends, (Long) Objects.requireNonNull(request.get("patience")));
        }
    }

    private static List<Object[]> read(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, long patienceMillis) {
        consumer.assign(ends.keySet());
        consumer.seekToBeginning(ends.keySet());
        var records = new ArrayList<Object[]>();
        long deadline = System.currentTimeMillis() + patienceMillis;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.currentTimeMillis() > deadline) {
                throw new AssertionError("the end is not reached after " + records.size() + " records");
            }
            poll(consumer).forEach(record -> records.add(plain(record)));
        }
        return records;
    }

    /** {@code poll(Duration)} came with 2.0, {@code poll(long)} went with 4.0. */
    @SuppressWarnings("unchecked")
    private static ConsumerRecords<byte[], byte[]> poll(KafkaConsumer<byte[], byte[]> consumer) {
        try {
            return consumer.poll(Duration.ofMillis(100));
        } catch (NoSuchMethodError e) {
            try {
                return (ConsumerRecords<byte[], byte[]>)
                        KafkaConsumer.class.getMethod("poll", long.class).invoke(consumer, 100L);
            } catch (ReflectiveOperationException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    private static Object[] plain(ConsumerRecord<byte[], byte[]> record) {
        return new Object[] {
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.timestampType().toString(),
            record.key(),
            record.value(),
            Stream.of(record.headers().toArray())
                    .map((Header header) -> new Object[] {header.key(), header.value()})
                    .toArray(Object[][]::new)
        };
    }
}
