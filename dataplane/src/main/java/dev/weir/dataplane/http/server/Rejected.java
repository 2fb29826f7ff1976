package dev.weir.dataplane.http.server;

/**
 * A request is not to be served, and nothing more is understood of its connection. It has no stack trace: clients
 * decide how often it happens.
 */
final class Rejected extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    Rejected(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    static Rejected malformed(String message) {
        return new Rejected(Reason.MALFORMED_REQUEST, message);
    }

    /** Not knowing where a message ends is what request smuggling lives on (RFC 9112 section 11.2). */
    static Rejected framing(String message) {
        return new Rejected(Reason.MALFORMED_FRAMING, message);
    }

    /** Of a field that has to come before the content, and came behind it. */
    static Rejected trailer() {
        return framing("a trailer field would change what the head has said");
    }

    static Rejected bodyTooLong(long bytesMax) {
        return new Rejected(Reason.BODY_TOO_LONG, "the body has more than " + bytesMax + " bytes");
    }

    Reason reason() {
        return reason;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
