package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Lane;
import dev.weir.dataplane.kafka.upstream.Relay;
import dev.weir.dataplane.kafka.wire.frame.Reply;
import dev.weir.dataplane.kafka.wire.frame.Request;
import dev.weir.dataplane.kafka.wire.frame.RequestHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** Relays a request about one group or one transactional id to its coordinator, as it came. */
final class CoordinatorRelay implements RequestHandler {
    private final Relay relay;
    private final Forwarding forwarding;
    private final Home home;

    CoordinatorRelay(Relay relay, Forwarding forwarding, Home home) {
        this.relay = relay;
        this.forwarding = forwarding;
        this.home = home;
    }

    @Override
    public CompletableFuture<Reply> handle(Request request) {
        ApiMessage body = request.body();
        Destination.Coordinator coordinator = CoordinatorKeys.of(body);
        var to = coordinator == null ? home.any() : home.at(coordinator);
        return forwarding
                .whole(request, to, lane(request), timeout(request, body))
                .thenApply(response -> {
                    CoordinatorRules.heard(relay, to, response.error());
                    return (Reply) new Reply.Frame(response.frame(), response.error());
                })
                .exceptionally(failure -> request.fail(
                        coordinator == null ? Errors.REQUEST_TIMED_OUT : Errors.NOT_COORDINATOR,
                        Forwarding.reason(failure)));
    }

    private static Lane lane(Request request) {
        return switch (request.api()) {
            case JOIN_GROUP, SYNC_GROUP -> new Lane.Exclusive();
            default -> Forwarding.laneOf(request);
        };
    }

    private static Duration timeout(Request request, ApiMessage body) {
        return switch (request.api()) {
            case JOIN_GROUP -> {
                var join = (JoinGroupRequestData) body;
                yield Timeouts.named(Math.max(join.rebalanceTimeoutMs(), join.sessionTimeoutMs()));
            }
            case SYNC_GROUP -> Timeouts.BLOCKING;
            default -> Timeouts.SHORT;
        };
    }
}
