package dev.weir.dataplane.http.policy;

import java.util.Set;

/** What caching makes of status codes. */
final class StatusCode {
    /** RFC 9110 section 15.1, and RFC 7725 section 3. */
    private static final Set<Integer> HEURISTICALLY_CACHEABLE =
            Set.of(200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 451, 501);

    /** The final ones of RFC 9110 section 15, RFC 6585 and RFC 7725: all whose meaning for caches is known here. */
    private static final Set<Integer> UNDERSTOOD = Set.of(
            200, 201, 202, 203, 204, 205, 206, 300, 301, 302, 303, 304, 305, 307, 308, 400, 401, 402, 403, 404, 405,
            406, 408, 409, 410, 411, 413, 414, 415, 417, 421, 422, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504,
            505, 511);

    /** They answer what the request's preconditions, range or credentials for a proxy were, not what is at the URI. */
    private static final Set<Integer> ABOUT_THE_REQUEST = Set.of(407, 412, 416);

    private StatusCode() {}

    static boolean isHeuristicallyCacheable(int status) {
        return HEURISTICALLY_CACHEABLE.contains(status);
    }

    static boolean isUnderstood(int status) {
        return UNDERSTOOD.contains(status);
    }

    static boolean isStorable(int status) {
        return status >= 200 && status <= 599 && status != 304 && !ABOUT_THE_REQUEST.contains(status);
    }

    static boolean isError(int status) {
        return status >= 400;
    }
}
