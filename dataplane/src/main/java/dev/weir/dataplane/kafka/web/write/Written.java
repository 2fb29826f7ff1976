package dev.weir.dataplane.kafka.web.write;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A message that Kafka has acknowledged.
 *
 * @param offset -1 where Kafka did not tell it
 * @param timestamp in milliseconds since 1970
 */
record Written(String topic, int partition, long offset, long timestamp) {
    private static final JsonFactory JSON = new JsonFactory();

    static Written of(RecordMetadata metadata) {
        return new Written(metadata.topic(), metadata.partition(), metadata.offset(), metadata.timestamp());
    }

    /** What a reader of the key is given as its ETag. */
    String tag() {
        return "\"" + partition + "-" + offset + "\"";
    }

    String json() {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("topic", topic);
            members(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of memory
        }
        return text.toString();
    }

    void members(JsonGenerator json) throws IOException {
        json.writeNumberField("partition", partition);
        json.writeNumberField("offset", offset);
        if (timestamp >= 0) {
            json.writeStringField("timestamp", Instant.ofEpochMilli(timestamp).toString());
        }
    }
}
