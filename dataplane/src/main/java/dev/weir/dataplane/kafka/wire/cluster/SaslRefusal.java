package dev.weir.dataplane.kafka.wire.cluster;

import dev.weir.dataplane.kafka.wire.frame.Reply;
import dev.weir.dataplane.kafka.wire.frame.Request;
import dev.weir.dataplane.kafka.wire.frame.RequestHandler;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.protocol.Errors;

/** Tells a client that wants to authenticate that this listener asks for nothing of the kind, as a broker would. */
public final class SaslRefusal implements RequestHandler {
    @Override
    public CompletableFuture<Reply> handle(Request request) {
        return CompletableFuture.completedFuture(
                request.fail(Errors.ILLEGAL_SASL_STATE, "This listener is without SASL authentication."));
    }
}
