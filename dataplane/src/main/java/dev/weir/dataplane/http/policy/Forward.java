package dev.weir.dataplane.http.policy;

/** Why a request goes on to the origin (RFC 9211 section 2.2). */
public enum Forward {
    /** The route does not cache. */
    BYPASS("bypass"),
    METHOD("method"),
    URI_MISS("uri-miss"),
    VARY_MISS("vary-miss"),
    /** There is a fresh response, but the client wants another. */
    REQUEST("request"),
    STALE("stale"),
    PARTIAL("partial");

    private final String token;

    Forward(String token) {
        this.token = token;
    }

    public String token() {
        return token;
    }
}
