package dev.weir.dataplane.http.purge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.dataplane.http.policy.key.TargetUri;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to be purged.
 *
 * @param hard whether it is to go at once, rather than to become stale
 */
public record PurgeOrder(Target target, boolean hard) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final List<String> TARGETS = List.of("url", "prefix", "tag", "everything");
    private static final Set<String> FIELDS = Set.of("url", "prefix", "tag", "everything", "hard");

    /** Which responses. */
    public sealed interface Target {}

    public record Url(TargetUri uri) implements Target {}

    /**
     * All URIs that begin so.
     *
     * @param prefix in normal form, as URIs are stored
     */
    public record Prefix(String prefix) implements Target {}

    public record Tag(String tag) implements Target {}

    public record Everything() implements Target {}

    /** The order was not understood; the message says what it must be like. */
    static final class Unclear extends Exception {
        private static final long serialVersionUID = 1L;

        Unclear(String message) {
            super(message);
        }
    }

    /**
     * Reads {@code {"url": …}}, {@code "prefix"}, {@code "tag"} or {@code "everything"}, with {@code "hard"} or not.
     */
    static PurgeOrder read(String body) throws Unclear {
        JsonNode order;
        try {
            order = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new Unclear("this is not JSON: " + e.getOriginalMessage());
        }
        if (!order.isObject()) {
            throw new Unclear("send an object with one of " + String.join(", ", TARGETS));
        }
        var unknown = new TreeSet<String>();
        order.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            throw new Unclear("unknown: " + String.join(", ", unknown));
        }
        List<String> said = TARGETS.stream().filter(order::has).toList();
        if (said.size() != 1) {
            throw new Unclear("say exactly one of " + String.join(", ", TARGETS));
        }
        JsonNode hard = order.path("hard");
        if (!hard.isMissingNode() && !hard.isBoolean()) {
            throw new Unclear("hard must be true or false");
        }
        return new PurgeOrder(target(said.getFirst(), order.path(said.getFirst())), hard.asBoolean(false));
    }

    private static Target target(String name, JsonNode value) throws Unclear {
        if (name.equals("everything")) {
            if (!value.isBoolean() || !value.booleanValue()) {
                throw new Unclear("everything must be true");
            }
            return new Everything();
        }
        String text = value.textValue();
        if (text == null || text.isBlank()) {
            throw new Unclear(name + " must be a text that is not empty");
        }
        if (name.equals("tag")) {
            return new Tag(text);
        }
        TargetUri uri = uri(text);
        if (uri == null) {
            throw new Unclear(name + " must begin with http:// or https:// and a host, as clients ask for it");
        }
        return name.equals("url") ? new Url(uri) : new Prefix(uri.toString());
    }

    private static @Nullable TargetUri uri(String text) {
        if (!text.startsWith("http://") && !text.startsWith("https://")) {
            return null;
        }
        TargetUri uri = TargetUri.of("http", "", text);
        return uri.authority().isEmpty() ? null : uri;
    }
}
