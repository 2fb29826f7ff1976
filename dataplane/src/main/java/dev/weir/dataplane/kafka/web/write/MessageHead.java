package dev.weir.dataplane.kafka.web.write;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a message has beside its value.
 *
 * @param partition null for the one that its key leads to
 * @param timestamp in milliseconds since 1970, null for now
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record MessageHead(
        byte @Nullable [] key,
        @Nullable Integer partition,
        @Nullable Long timestamp,
        List<Header> headers) {
    MessageHead {
        headers = List.copyOf(headers);
    }

    @SuppressWarnings("NullAway") // Kafka takes null for each of them
    ProducerRecord<byte[], byte[]> record(String topic, byte @Nullable [] value) {
        return new ProducerRecord<>(topic, partition, timestamp, key, value, headers);
    }
}
