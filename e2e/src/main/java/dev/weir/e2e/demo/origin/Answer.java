package dev.weir.e2e.demo.origin;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A response of the sample origin. */
record Answer(int status, Map<String, String> headers, String body) {

    /**
     * Fresh for ten seconds, so that one sees it expire; then its entity tag saves sending it again.
     *
     * @param tags what it can be purged by
     */
    static Answer cacheable(String json, String tags, @Nullable String ifNoneMatch) {
        String entityTag = "\"" + Integer.toHexString(json.hashCode()) + "\"";
        var headers = Map.of(
                "Content-Type",
                "application/json",
                "Cache-Control",
                "public, max-age=10",
                "ETag",
                entityTag,
                "Surrogate-Key",
                tags);
        return entityTag.equals(ifNoneMatch) ? new Answer(304, headers, "") : new Answer(200, headers, json);
    }

    static Answer uncacheable(String json) {
        return new Answer(200, Map.of("Content-Type", "application/json", "Cache-Control", "no-store"), json);
    }

    static Answer notFound(String path) {
        var headers = Map.of("Content-Type", "text/plain", "Cache-Control", "no-store");
        return new Answer(404, headers, "There is no " + path + " here. Try /products.\n");
    }

    static Answer methodNotAllowed() {
        return new Answer(405, Map.of("Allow", "GET, HEAD"), "");
    }

    Answer with(String header, String value) {
        var more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, Map.copyOf(more), body);
    }
}
