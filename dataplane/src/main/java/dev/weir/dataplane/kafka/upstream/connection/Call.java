package dev.weir.dataplane.kafka.upstream.connection;

import org.apache.kafka.clients.NodeApiVersions;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.Send;

/**
 * One request to one broker. Exactly one of the methods that end it is called, once, on the network thread; only when
 * {@link #received} throws is {@link #failed} called besides.
 *
 * <p>Give {@link #deadline} some way to go: a request that the broker leaves unanswered until then, although nothing
 * was sent before it, costs the connection.
 */
public interface Call {
    /** On the clock of {@link NetworkThread#now}. */
    long deadline();

    /**
     * The request with its length in front.
     *
     * @throws org.apache.kafka.common.errors.UnsupportedVersionException when the broker is too old or too new for it
     */
    Send encode(int correlationId, NodeApiVersions versions);

    default boolean expectsResponse() {
        return true;
    }

    /** Ends a call that expects no response. */
    default void sent() {}

    /**
     * Ends the call. The memory is to be closed by the call.
     *
     * @throws RuntimeException when the response cannot be understood: the call has failed, the connection is given up
     */
    void received(NetworkReceive response);

    /** Ends the call. */
    void failed(Failure failure);
}
