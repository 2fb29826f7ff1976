package dev.weir.dataplane.kafka.web.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.weir.dataplane.kafka.upstream.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * A message as one line of JSON, in the form in which readers are given it: {@code value} is JSON that is written as it
 * stands there, {@code text} a text, {@code base64} any bytes, {@code tombstone} none.
 */
final class MessageLine {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE) // lines have a bound
                    .build())
            .build();

    private final byte[] line;
    private final Topic topic;
    private final List<Header> headers = new ArrayList<>();
    private byte @Nullable [] key;
    private @Nullable Integer partition;
    private @Nullable Long timestamp;
    private byte @Nullable [] value;
    private int values;
    private boolean event;

    private MessageLine(byte[] line, Topic topic) {
        this.line = line;
        this.topic = topic;
    }

    /**
     * What is to be written.
     *
     * @param value null for a tombstone
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Read(MessageHead head, byte @Nullable [] value) {}

    /** Null for a line of a reader's stream that is no message. */
    static @Nullable Read read(byte[] line, Topic topic) throws WriteException {
        var read = new MessageLine(line, topic);
        try (JsonParser json = JSON.createParser(line)) {
            read.object(json);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            throw WriteException.badRequest(
                    "it is no JSON object: " + message.lines().findFirst().orElse(""));
        }
        if (read.event) {
            return null;
        }
        if (read.values != 1) {
            throw WriteException.badRequest("it must have exactly one of value, text, base64 and tombstone");
        }
        return new Read(new MessageHead(read.key, read.partition, read.timestamp, read.headers), read.value);
    }

    private void object(JsonParser json) throws IOException, WriteException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw WriteException.badRequest("it is no JSON object");
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            member(name, json);
        }
        if (json.nextToken() != null) {
            throw WriteException.badRequest("there is more behind the JSON object");
        }
    }

    private void member(String name, JsonParser json) throws IOException, WriteException {
        switch (name) {
            case "key" -> key = json.currentToken() == JsonToken.VALUE_NULL ? null : bytes(name, json);
            case "partition" -> {
                if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                    throw WriteException.badRequest("partition must be a number");
                }
                partition = MessageHeadReader.partition(topic, json.getIntValue());
            }
            case "timestamp" -> timestamp = MessageHeadReader.timestamp(json.getText());
            case "headers" -> headers(json);
            case "value" -> value(raw(json));
            case "text" -> value(text(name, json).getBytes(UTF_8));
            case "base64" -> value(RequestFields.decoded(name, text(name, json)));
            case "tombstone" -> {
                if (json.currentToken() != JsonToken.VALUE_TRUE) {
                    throw WriteException.badRequest("tombstone can only be true");
                }
                value(null);
            }
            case "offset" -> json.skipChildren(); // of the one that it is a copy of
            case "event" -> {
                event = true;
                json.skipChildren();
            }
            default -> {
                if (!event) {
                    throw WriteException.badRequest("a message has no " + name + ", only key, headers, partition, "
                            + "timestamp, and one of value, text, base64 and tombstone");
                }
                json.skipChildren();
            }
        }
    }

    private void value(byte @Nullable [] bytes) {
        value = bytes;
        values++;
    }

    /** As it stands there. */
    private byte[] raw(JsonParser json) throws IOException {
        int from = (int) json.currentTokenLocation().getByteOffset();
        if (json.currentToken().isStructStart()) {
            json.skipChildren();
        } else {
            json.finishToken();
        }
        int to = (int) json.currentLocation().getByteOffset();
        return Arrays.copyOfRange(line, from, to);
    }

    private void headers(JsonParser json) throws IOException, WriteException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw WriteException.badRequest("headers must be an object");
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            if (json.nextToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    header(name, json);
                }
            } else {
                header(name, json);
            }
        }
    }

    @SuppressWarnings("NullAway") // a header of Kafka may be null
    private void header(String name, JsonParser json) throws IOException, WriteException {
        boolean none = json.currentToken() == JsonToken.VALUE_NULL;
        headers.add(new RecordHeader(name, none ? null : bytes("header " + name, json)));
    }

    /** A text, or an object that has base64 alone. */
    private static byte[] bytes(String what, JsonParser json) throws IOException, WriteException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            if (!"base64".equals(json.nextFieldName())) {
                throw WriteException.badRequest(what + " must be a text, or an object with base64");
            }
            json.nextToken();
            byte[] bytes = RequestFields.decoded(what, text(what, json));
            if (json.nextToken() != JsonToken.END_OBJECT) {
                throw WriteException.badRequest(what + " must have nothing beside base64");
            }
            return bytes;
        }
        return text(what, json).getBytes(UTF_8);
    }

    private static String text(String what, JsonParser json) throws IOException, WriteException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw WriteException.badRequest(what + " must be a text");
        }
        return json.getText();
    }
}
