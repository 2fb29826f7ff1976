package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.wire.frame.Reply;
import dev.weir.dataplane.kafka.wire.frame.Request;
import dev.weir.dataplane.kafka.wire.frame.RequestHandler;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.protocol.Errors;

/**
 * Relays what any broker of the home upstream answers, as it came. It is read nevertheless: a broker closes the
 * connection that a malformed request comes on, and that one is shared.
 */
final class HomeRelay implements RequestHandler {
    private final Forwarding forwarding;
    private final Home home;

    HomeRelay(Forwarding forwarding, Home home) {
        this.forwarding = forwarding;
        this.home = home;
    }

    @Override
    public CompletableFuture<Reply> handle(Request request) {
        request.body();
        return forwarding
                .whole(request, home.any(), Forwarding.laneOf(request), Timeouts.ADMIN)
                .thenApply(response -> (Reply) new Reply.Frame(response.frame(), response.error()))
                .exceptionally(failure -> request.fail(Errors.REQUEST_TIMED_OUT, Forwarding.reason(failure)));
    }
}
