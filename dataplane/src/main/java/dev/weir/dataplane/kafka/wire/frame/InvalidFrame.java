package dev.weir.dataplane.kafka.wire.frame;

/** Bytes that no request can begin with. There is nobody to answer: the connection is closed, as Kafka does. */
final class InvalidFrame extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidFrame(String message) {
        super(message, null, false, false);
    }
}
