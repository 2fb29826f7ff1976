package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.TargetUri;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets web pages of some origins read and write (the CORS protocol of the Fetch standard). There are no cookies: who a
 * page asks for is told by a token that the page itself has, if at all. A page that is not let in could still send some
 * requests without being told the answer, so what would write is refused.
 */
final class CrossOrigin {
    private static final String EVERY = "*";
    private static final String EXPOSED = "ETag, Link, Location, Retry-After, Weir-Partition, Weir-Offset, "
            + "Weir-Correlation-Id, Idempotency-Replayed, Preference-Applied, WWW-Authenticate";
    private static final Pattern FIELD_NAMES = Pattern.compile("[A-Za-z0-9_, -]{1,2000}");

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
        return FieldList.of("Access-Control-Allow-Origin", origin, "Access-Control-Expose-Headers", EXPOSED);
    }

    /** Whether a browser asks if it may ask. */
    static boolean isQuestion(RequestHead request) {
        return request.method().equals("OPTIONS")
                && request.fields().has("origin")
                && request.fields().has("access-control-request-method");
    }

    /** What that is answered with. */
    FieldList answer(RequestHead request) {
        String asked = request.fields().combined("access-control-request-headers");
        boolean writes = origins.contains(request.fields().first("origin"));
        return FieldList.of(
                "Access-Control-Allow-Methods",
                writes ? "GET, HEAD, POST, PUT, DELETE" : "GET, HEAD",
                "Access-Control-Allow-Headers",
                asked != null && FIELD_NAMES.matcher(asked).matches()
                        ? asked
                        : "Authorization, Last-Event-ID, If-None-Match, Cache-Control",
                "Access-Control-Max-Age",
                "3600");
    }

    /** Whether it comes from no page of another origin, or from one that is named. */
    boolean mayWrite(RequestHead request) {
        String origin = request.fields().first("origin");
        return origin == null || origins.contains(origin) || isSame(origin, request.uri());
    }

    /** Whatever ends TLS before us may have changed the scheme. */
    private static boolean isSame(String origin, TargetUri target) {
        int authority = origin.indexOf("://") + 3;
        return authority > 3 && origin.substring(authority).equalsIgnoreCase(target.authority());
    }
}
