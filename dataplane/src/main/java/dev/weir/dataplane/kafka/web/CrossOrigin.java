package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.field.FieldList;
import java.util.Set;

/**
 * Lets web pages of some origins read (the CORS protocol of the Fetch standard). There are no cookies: who a page asks
 * for is told by a token that the page itself has, if at all.
 */
final class CrossOrigin {
    private static final String EVERY = "*";

    private final Set<String> origins;

    /** @param origins as browsers tell them; an asterisk for all */
    CrossOrigin(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /** What an answer to this request says beside all else. */
    FieldList fields(RequestHead request) {
        if (origins.isEmpty()) {
            return FieldList.EMPTY;
        }
        if (origins.contains(EVERY)) {
            return allowing(EVERY);
        }
        String origin = request.fields().first("origin");
        FieldList vary = FieldList.of("Vary", "Origin");
        return origin != null && origins.contains(origin) ? vary.plus(allowing(origin)) : vary;
    }

    private static FieldList allowing(String origin) {
        return FieldList.of(
                "Access-Control-Allow-Origin", origin, "Access-Control-Expose-Headers", "ETag, Link, WWW-Authenticate");
    }

    /** Whether a browser asks if it may ask. */
    static boolean isQuestion(RequestHead request) {
        return request.method().equals("OPTIONS")
                && request.fields().has("origin")
                && request.fields().has("access-control-request-method");
    }

    /** What that is answered with. */
    static FieldList answer() {
        return FieldList.of(
                "Access-Control-Allow-Methods",
                "GET, HEAD",
                "Access-Control-Allow-Headers",
                "Authorization, Last-Event-ID, If-None-Match, Cache-Control",
                "Access-Control-Max-Age",
                "3600");
    }
}
