package dev.weir.e2e.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A program for a pod: {@code ReadInPod BOOTSTRAP TOPIC COUNT} reads so many records from the beginning, prints them,
 * and ends. It is one class file, which is all that is brought into the pod.
 */
final class ReadInPod {
    private static final Duration POLL = Duration.ofMillis(500);

    private ReadInPod() {}

    public static void main(String[] arguments) {
        Map<String, Object> settings = Map.of("bootstrap.servers", arguments[0], "auto.offset.reset", "earliest");
        int left = Integer.parseInt(arguments[2]);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partitions = new ArrayList<TopicPartition>();
            for (PartitionInfo partition : consumer.partitionsFor(arguments[1])) {
                partitions.add(new TopicPartition(partition.topic(), partition.partition()));
            }
            consumer.assign(partitions);
            while (left > 0) {
                for (ConsumerRecord<String, String> read : consumer.poll(POLL)) {
                    System.out.println(line(read.partition(), read.offset(), read.value()));
                    left--;
                }
            }
        }
    }

    /** How a record is printed. */
    static String line(int partition, long offset, String value) {
        return "read " + partition + " " + offset + " " + value;
    }
}
