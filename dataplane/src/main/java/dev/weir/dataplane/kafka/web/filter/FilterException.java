package dev.weir.dataplane.kafka.web.filter;

/** A filter that means nothing, with what is wrong and where. */
public final class FilterException extends Exception {
    private static final long serialVersionUID = 1;

    FilterException(String message) {
        super(message);
    }
}
