package dev.weir.dataplane.http.server;

import java.util.Locale;

/** Why a request goes no further, or a connection ends that still has some. */
enum Reason {
    MALFORMED_REQUEST(400),
    /** Where the message ends is not clear, or its trailers would change what it is. */
    MALFORMED_FRAMING(400),
    SLOW_REQUEST(408),
    BODY_TOO_LONG(413),
    REQUEST_LINE_TOO_LONG(414),
    UNKNOWN_EXPECTATION(417),
    HEADER_TOO_LONG(431),
    TOO_MANY_FIELDS(431),
    TRAILER_TOO_LONG(431),
    INTERNAL_ERROR(500),
    UNKNOWN_METHOD(501),
    UNKNOWN_TRANSFER_CODING(501),
    UNKNOWN_VERSION(505),
    /** Of HTTP/2: the stream is refused, and may be tried again. */
    TOO_MANY_STREAMS(0),
    /** Of HTTP/2: the stream is reset, or the connection ends. */
    PROTOCOL_ERROR(0),
    /** Of HTTP/2: the connection ends. */
    FLOOD(0),
    /** The connection does not begin with the header of the PROXY protocol that it must have. */
    NO_PROXY_HEADER(0);

    private final int status;

    Reason(int status) {
        this.status = status;
    }

    /** What the request is answered with; 0 where there is no answer. */
    int status() {
        return status;
    }

    /** A token, as Cache-Status and metrics say it. */
    String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
