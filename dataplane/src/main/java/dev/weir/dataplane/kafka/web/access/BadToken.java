package dev.weir.dataplane.kafka.web.access;

/** A token that is not taken. The message says why, and nothing of a token that nobody trusted has signed. */
final class BadToken extends Exception {
    private static final long serialVersionUID = 1;

    BadToken(String message) {
        super(message);
    }
}
