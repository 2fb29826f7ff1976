package dev.weir.dataplane.kafka.web.read;

/** Why a topic cannot be read on, in words for whoever reads it. */
public final class ReadException extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** What whoever reads can do about it. */
    public enum Kind {
        /** It was never so, and will not be: the request is to be changed. */
        MISTAKEN,
        /** Where the reader was is no more: begin anew. */
        GONE,
        /** Upstream cannot be asked at the moment: come again later. */
        UNAVAILABLE
    }

    public ReadException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
