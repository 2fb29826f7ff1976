package dev.weir.dataplane.kafka.upstream.connection;

/** Why a call has no response, in words for the user. */
public record Failure(Kind kind, String reason) {
    public enum Kind {
        /** The broker does not know of the request. */
        NOT_SENT,
        /** It was sent, at least in part; what became of it is not known. */
        UNANSWERED,
        /** The broker cannot do this in any version known here. */
        UNSUPPORTED
    }

    static Failure notSent(String reason) {
        return new Failure(Kind.NOT_SENT, reason);
    }

    static Failure unanswered(String reason) {
        return new Failure(Kind.UNANSWERED, reason);
    }
}
