package dev.weir.dataplane.http.origin;

/**
 * Why an origin gave no answer.
 *
 * @param message for logs and for whoever reads the answer: which server, what happened
 */
public record OriginFailure(Kind kind, String message) {
    /** What kind of failure, with the status that a client gets for it. */
    public enum Kind {
        /** No connection, or it was lost. */
        UNREACHABLE(502),
        /** What came is no HTTP, or contradicts itself. */
        INVALID(502),
        /** Connecting, the first byte, or the next took too long. */
        TIMEOUT(504),
        /** As many requests as may be are under way already. */
        OVERLOADED(503),
        /** The client did not send all of its request. */
        CLIENT(400);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }
}
