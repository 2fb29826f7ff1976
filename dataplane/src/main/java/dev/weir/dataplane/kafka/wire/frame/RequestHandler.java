package dev.weir.dataplane.kafka.wire.frame;

import java.util.concurrent.CompletableFuture;

/** Answers requests. Called on the event loop of the client, which it must not block; may complete on any thread. */
@FunctionalInterface
public interface RequestHandler {
    /**
     * Answers a request.
     *
     * @throws MalformedRequest when the body cannot be read
     */
    CompletableFuture<Reply> handle(Request request);
}
