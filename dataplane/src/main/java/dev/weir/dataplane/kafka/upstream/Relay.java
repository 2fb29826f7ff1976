package dev.weir.dataplane.kafka.upstream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Passes requests on to the brokers of the upstreams. Any thread; nothing here blocks. */
public interface Relay {
    /**
     * Sends a framed request and gives back the framed response.
     *
     * @param frame header and body without the length, the correlation id at index 4 from its position; it must not be
     *     touched until the future completes, and is not changed
     * @param timeout counted from now, the wait for a connection included
     * @return the response without the length, with the request's own correlation id, in memory of its own; or fails
     *     with a {@link RelayException}
     */
    CompletableFuture<ByteBuffer> send(String upstream, Destination to, Lane lane, ByteBuffer frame, Duration timeout);

    /** As {@link #send}, for a request that has no response (Produce with acks=0); completes when it has left. */
    CompletableFuture<Void> sendWithoutResponse(
            String upstream, Destination to, Lane lane, ByteBuffer frame, Duration timeout);

    /** What the upstream's brokers have in common. */
    ApiVersionRanges versions(String upstream);

    /** Looks a coordinator up anew next time; called when a response says that it moved. */
    void forgetCoordinator(String upstream, Destination.Coordinator coordinator);
}
