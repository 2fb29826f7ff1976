package dev.weir.dataplane.http.policy;

/** What becomes of a stored response when a HEAD told how it would be now (RFC 9111 section 4.3.5). */
public sealed interface HeadEffect<S extends StoredResponse> {
    record Updated<S extends StoredResponse>(Freshened<S> freshened) implements HeadEffect<S> {}

    /** It is no longer what is at the URI, and counts as stale. */
    record Outdated<S extends StoredResponse>(S stored, Metadata stale) implements HeadEffect<S> {}
}
