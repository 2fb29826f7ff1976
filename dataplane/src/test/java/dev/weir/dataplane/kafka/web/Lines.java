package dev.weir.dataplane.kafka.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What an answer says. */
final class Lines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Lines() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> all(String body) {
        return body.lines().map(Lines::json).toList();
    }

    /** The messages among the lines, as {@code PARTITION:OFFSET}. */
    static List<String> places(String body) {
        return all(body).stream()
                .filter(line -> line.has("offset"))
                .map(Lines::place)
                .toList();
    }

    static String place(JsonNode message) {
        return message.get("partition").asInt() + ":" + message.get("offset").asLong();
    }

    /** What the last line says of where to go on. */
    static String cursor(String body) {
        List<JsonNode> lines = all(body);
        return lines.getLast().get("cursor").asText();
    }
}
