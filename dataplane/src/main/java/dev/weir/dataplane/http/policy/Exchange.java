package dev.weir.dataplane.http.policy;

/** When a request was sent to the origin, and when the head of the response to it had come (RFC 9111 section 4.2.3). */
public record Exchange(long requestMillis, long responseMillis) {}
