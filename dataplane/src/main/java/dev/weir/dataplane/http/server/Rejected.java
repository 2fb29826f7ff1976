package dev.weir.dataplane.http.server;

/**
 * A request is not to be served, and nothing more is understood of its connection. It has no stack trace: clients
 * decide how often it happens.
 */
final class Rejected extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String detail;

    /** @param detail a token that says in Cache-Status what it is about */
    Rejected(int status, String detail, String message) {
        super(message, null, false, false);
        this.status = status;
        this.detail = detail;
    }

    static Rejected malformed(String message) {
        return new Rejected(400, "malformed-request", message);
    }

    /** Not knowing where a message ends is what request smuggling lives on (RFC 9112 section 11.2). */
    static Rejected framing(String message) {
        return new Rejected(400, "malformed-framing", message);
    }

    /** Of a field that has to come before the content, and came behind it. */
    static Rejected trailer() {
        return framing("a trailer field would change what the head has said");
    }

    static Rejected bodyTooLong(long bytesMax) {
        return new Rejected(413, "body-too-long", "the body has more than " + bytesMax + " bytes");
    }

    int status() {
        return status;
    }

    String detail() {
        return detail;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
