package dev.weir.e2e.arguments;

/** The user typed something that makes no sense; the message says what. */
public final class BadArguments extends RuntimeException {
    public BadArguments(String message) {
        super(message);
    }
}
