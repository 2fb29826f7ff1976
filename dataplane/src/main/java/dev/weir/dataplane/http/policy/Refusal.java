package dev.weir.dataplane.http.policy;

/** Why a response is not stored; its token can be the detail of a Cache-Status. */
public enum Refusal {
    BYPASS("bypass"),
    METHOD("method"),
    STATUS("status"),
    /** Content came with a GET: what it did to the response cannot be known. */
    REQUEST_CONTENT("request-content"),
    REQUEST_NO_STORE("request-no-store"),
    NO_STORE("no-store"),
    /** must-understand, with a status code that is not. */
    NOT_UNDERSTOOD("not-understood"),
    PRIVATE("private"),
    AUTHORIZATION("authorization"),
    /** Vary names everything, or more than can be told apart. */
    VARY("vary"),
    SET_COOKIE("set-cookie"),
    /** Neither the origin nor the route says how long it is fresh. */
    NO_FRESHNESS("no-freshness"),
    /** A part that could never be put together with another. */
    PARTIAL("partial"),
    /** Ended before its end. */
    INCOMPLETE("incomplete"),
    /** It was coded by this cache, and must not be from now on. */
    NO_TRANSFORM("no-transform"),
    /** Stale on arrival, without a validator, and not to be served stale. */
    NEVER_REUSABLE("never-reusable");

    private final String token;

    Refusal(String token) {
        this.token = token;
    }

    public String token() {
        return token;
    }

    /** Whether the same response to another request would not have been refused for this. */
    boolean concernsRequest() {
        return this == AUTHORIZATION || this == REQUEST_NO_STORE;
    }
}
