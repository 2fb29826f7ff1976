package dev.weir.dataplane.kafka.wire.frame;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** What a request is answered with. It is given to the connection, which sends it or, when it is too late, drops it. */
public sealed interface Reply {
    /** A reply that does not reach the client gives back what it holds. */
    default void drop() {}

    /** The error that it tells the client, or one of them. */
    default Errors error() {
        return Errors.NONE;
    }

    /**
     * A response body, to be written in the version of the request.
     *
     * @param slices what the body holds of files
     * @param held what else it holds, given back when it is sent or dropped
     */
    record Message(ApiMessage body, Errors error, List<FileSlice> slices, List<Runnable> held) implements Reply {
        public Message {
            slices = List.copyOf(slices);
            held = List.copyOf(held);
        }

        @Override
        public void drop() {
            slices.forEach(slice -> slice.release().run());
            held.forEach(Runnable::run);
        }
    }

    /** A response from upstream, header and body as they came, with the client's correlation id. */
    record Frame(ByteBuffer bytes, Errors error) implements Reply {}

    /** The request is one that has no response. */
    record None() implements Reply {}

    /** Where Kafka itself closes the connection. */
    record Close(String reason) implements Reply {}

    static Reply of(ApiMessage body) {
        return of(body, Errors.NONE);
    }

    static Reply of(ApiMessage body, Errors error) {
        return new Message(body, error, List.of(), List.of());
    }
}
