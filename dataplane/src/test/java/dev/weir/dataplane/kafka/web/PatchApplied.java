package dev.weir.dataplane.kafka.web;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a client has after a patch (RFC 6902). Nothing here knows the library that writes them. */
public final class PatchApplied {
    private PatchApplied() {}

    public static JsonNode to(JsonNode before, JsonNode patch) {
        JsonNode now = before.deepCopy();
        for (JsonNode operation : patch) {
            JsonPointer path = JsonPointer.compile(operation.get("path").asText());
            String what = operation.get("op").asText();
            if (path.matches()) {
                now = operation.get("value");
                continue;
            }
            String last = path.last().getMatchingProperty();
            switch (now.at(path.head())) {
                case ObjectNode object -> {
                    if (!what.equals("add") && !object.has(last)) {
                        throw new IllegalArgumentException("nothing is at " + path);
                    }
                    if (what.equals("remove")) {
                        object.remove(last);
                    } else {
                        object.set(last, operation.get("value"));
                    }
                }
                case ArrayNode array -> {
                    int index = last.equals("-") ? array.size() : Integer.parseInt(last);
                    switch (what) {
                        case "add" -> array.insert(index, operation.get("value"));
                        case "replace" -> array.set(index, operation.get("value"));
                        default -> array.remove(index);
                    }
                }
                default -> throw new IllegalArgumentException("nothing is at " + path);
            }
        }
        return now;
    }
}
