package dev.weir.dataplane.kafka.upstream;

import java.io.IOException;
import org.apache.kafka.common.protocol.Errors;

/** A request that got no response from upstream. */
public abstract sealed class RelayException extends IOException {
    private static final long serialVersionUID = 1;

    private final Errors error;

    RelayException(Errors error, String message) {
        super(message, null);
        this.error = error;
    }

    /**
     * What a client could be told: upstream's own error where there is one (a coordinator that may not be looked up),
     * else one after which clients try again.
     */
    public Errors error() {
        return error;
    }

    /**
     * It was not sent, so upstream does not know of it: no broker to send it to could be reached, or too much waits.
     */
    public static final class NotSent extends RelayException {
        private static final long serialVersionUID = 1;

        public NotSent(Errors error, String message) {
            super(error, message);
        }
    }

    /** It was sent, at least in part; whether upstream acted on it is not known. */
    public static final class Unanswered extends RelayException {
        private static final long serialVersionUID = 1;

        public Unanswered(Errors error, String message) {
            super(error, message);
        }
    }
}
