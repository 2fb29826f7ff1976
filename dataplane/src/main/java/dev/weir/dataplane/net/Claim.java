package dev.weir.dataplane.net;

/** What came of asking for a port. */
public sealed interface Claim {

    /** The port is bound. It accepts connections as soon as the change that it was claimed in is committed. */
    record Claimed(Listener listener) implements Claim {}

    /**
     * The port cannot be had.
     *
     * @param message why, with the port in it
     * @param advice what the user can do
     */
    record Unavailable(String message, String advice) implements Claim {}
}
