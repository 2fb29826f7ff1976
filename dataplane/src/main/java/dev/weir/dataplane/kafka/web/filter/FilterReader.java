package dev.weir.dataplane.kafka.web.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads filters in their full form: an object with {@code key}, {@code headers}, {@code not}, {@code allOf} and
 * {@code anyOf}, all of which must hold.
 */
public final class FilterReader {
    private static final int DEPTH_MAX = 16;
    private static final int TEXT_MAX = 1024;
    private static final String REST = "**";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private FilterReader() {}

    public static Filter read(String json) throws FilterException {
        try {
            return filter(JSON.readTree(json), "filter", 0);
        } catch (JsonProcessingException e) {
            throw new FilterException("filter is not JSON: " + e.getOriginalMessage());
        }
    }

    private static Filter filter(JsonNode node, String path, int depth) throws FilterException {
        if (depth > DEPTH_MAX) {
            throw new FilterException("filter is nested more than " + DEPTH_MAX + " times");
        }
        if (!node.isObject() || node.isEmpty()) {
            throw new FilterException(path + " must be an object with key, headers, not, allOf or anyOf");
        }
        var all = new ArrayList<Filter>();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String at = path + "." + property.getKey();
            JsonNode value = property.getValue();
            all.add(
                    switch (property.getKey()) {
                        case "key" -> new Filter.OfKey(value.isNull() ? null : pattern(value, at));
                        case "headers" -> headers(value, at);
                        case "not" -> new Filter.Not(filter(value, at, depth + 1));
                        case "allOf" -> Filter.all(filters(value, at, depth + 1));
                        case "anyOf" -> Filter.any(filters(value, at, depth + 1));
                        default ->
                            throw new FilterException(
                                    at + " is not known: there are key, headers, not, allOf and anyOf");
                    });
        }
        return Filter.all(all);
    }

    private static List<Filter> filters(JsonNode node, String path, int depth) throws FilterException {
        if (!node.isArray() || node.isEmpty()) {
            throw new FilterException(path + " must be a list of filters");
        }
        var filters = new ArrayList<Filter>();
        for (int i = 0; i < node.size(); i++) {
            filters.add(filter(node.get(i), path + "[" + i + "]", depth));
        }
        return filters;
    }

    private static Filter headers(JsonNode node, String path) throws FilterException {
        if (!node.isObject() || node.isEmpty()) {
            throw new FilterException(path + " must be an object of names and values");
        }
        var all = new ArrayList<Filter>();
        for (Map.Entry<String, JsonNode> header : node.properties()) {
            String at = path + "." + header.getKey();
            all.add(
                    header.getValue().isArray()
                            ? sequence(header.getKey(), header.getValue(), at)
                            : new Filter.OfHeader(header.getKey(), pattern(header.getValue(), at)));
        }
        return Filter.all(all);
    }

    private static Filter sequence(String name, JsonNode values, String path) throws FilterException {
        var sequence = new ArrayList<TextPattern>();
        boolean rest = false;
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).asText().equals(REST)) {
                if (i < values.size() - 1) {
                    throw new FilterException(path + " must have ** as its last value");
                }
                rest = true;
            } else {
                sequence.add(pattern(values.get(i), path + "[" + i + "]"));
            }
        }
        return new Filter.OfHeaders(name, sequence, rest);
    }

    private static TextPattern pattern(JsonNode node, String path) throws FilterException {
        if (!node.isTextual()) {
            throw new FilterException(path + " must be a text, in which * stands for anything");
        }
        return pattern(node.asText(), path);
    }

    static TextPattern pattern(String text, String path) throws FilterException {
        if (text.length() > TEXT_MAX) {
            throw new FilterException(path + " is longer than " + TEXT_MAX + " characters");
        }
        return TextPattern.of(text);
    }
}
