package dev.weir.dataplane.kafka.wire.frame;

/** A request whose body cannot be read. As in Kafka it cannot be answered either: the connection is closed. */
public final class MalformedRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedRequest(String message) {
        super(message, null, false, false);
    }
}
