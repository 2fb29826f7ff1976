package dev.weir.dataplane.kafka.web.answer;

/** The client went away before it had all. */
public final class ClientLeft extends Exception {
    private static final long serialVersionUID = 1;

    public ClientLeft() {
        super(null, null, false, false);
    }
}
