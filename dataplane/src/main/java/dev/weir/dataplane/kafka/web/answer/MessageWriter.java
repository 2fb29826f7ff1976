package dev.weir.dataplane.kafka.web.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.dataplane.kafka.web.record.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message as one line of JSON. Its value is under {@code value} where it is JSON itself, under {@code text}
 * where it is another text, and under {@code base64} where it is neither; so are keys and headers that are no text.
 */
public enum MessageWriter {
    READABLE {
        @Override
        void value(ByteBuffer value, JsonGenerator json) throws IOException {
            String text = Payload.text(value);
            if (text == null) {
                base64(value, json);
            } else if (Payload.isJson(text)) {
                json.writeFieldName("value");
                json.writeRawValue(Payload.oneLine(text));
            } else {
                json.writeStringField("text", text);
            }
        }
    },
    /** Values as the bytes they are, whatever they mean. */
    BASE64 {
        @Override
        void value(ByteBuffer value, JsonGenerator json) throws IOException {
            base64(value, json);
        }
    };

    private static final JsonFactory JSON = new JsonFactory();

    abstract void value(ByteBuffer value, JsonGenerator json) throws IOException;

    /** What is written the usual way is written once for all readers. */
    public byte[] json(Message message) {
        return this == READABLE ? message.written(READABLE::whole) : whole(message);
    }

    public Written write(Message message) {
        Written.Kind kind = message.isTombstone() ? Written.Kind.TOMBSTONE : Written.Kind.WHOLE;
        return new Written(kind, ByteBuffer.wrap(json(message)));
    }

    private byte[] whole(Message message) {
        return line(json -> {
            head(message, json);
            ByteBuffer value = message.value();
            if (value == null) {
                json.writeBooleanField("tombstone", true);
            } else {
                value(value, json);
            }
        });
    }

    /** With what has changed instead of the value. */
    static byte[] patch(Message message, byte[] patch) {
        return line(json -> {
            head(message, json);
            json.writeFieldName("patch");
            json.writeRawValue(new String(patch, StandardCharsets.UTF_8));
        });
    }

    /** In the place of a message that there is not. */
    public static byte[] absent(ByteBuffer key) {
        return line(json -> {
            json.writeFieldName("key");
            textOrBase64(key, json);
            json.writeBooleanField("absent", true);
        });
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] line(Fields fields) {
        var out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of memory
        }
        return out.toByteArray();
    }

    private static void head(Message message, JsonGenerator json) throws IOException {
        json.writeNumberField("partition", message.partition());
        json.writeNumberField("offset", message.offset());
        if (message.timestamp() >= 0) {
            json.writeStringField(
                    "timestamp", Instant.ofEpochMilli(message.timestamp()).toString());
        }
        ByteBuffer key = message.key();
        if (key != null) {
            json.writeFieldName("key");
            textOrBase64(key, json);
        }
        headers(message.headers(), json);
    }

    private static void headers(List<Header> headers, JsonGenerator json) throws IOException {
        if (headers.isEmpty()) {
            return;
        }
        Map<String, List<byte @Nullable []>> named = new LinkedHashMap<>();
        headers.forEach(header ->
                named.computeIfAbsent(header.key(), name -> new ArrayList<>()).add(header.value()));
        json.writeObjectFieldStart("headers");
        for (Map.Entry<String, List<byte @Nullable []>> header : named.entrySet()) {
            json.writeFieldName(header.getKey());
            List<byte @Nullable []> values = header.getValue();
            if (values.size() > 1) {
                json.writeStartArray();
            }
            for (byte @Nullable [] value : values) {
                if (value == null) {
                    json.writeNull();
                } else {
                    textOrBase64(ByteBuffer.wrap(value), json);
                }
            }
            if (values.size() > 1) {
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    private static void textOrBase64(ByteBuffer bytes, JsonGenerator json) throws IOException {
        String text = Payload.text(bytes);
        if (text == null) {
            json.writeStartObject();
            base64(bytes, json);
            json.writeEndObject();
        } else {
            json.writeString(text);
        }
    }

    private static void base64(ByteBuffer bytes, JsonGenerator json) throws IOException {
        json.writeBinaryField("base64", Payload.bytes(bytes));
    }
}
