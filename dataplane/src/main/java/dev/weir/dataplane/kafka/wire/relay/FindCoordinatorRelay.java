package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.placement.Pod;
import dev.weir.dataplane.kafka.wire.cluster.Advertised;
import dev.weir.dataplane.kafka.wire.cluster.Endpoint;
import dev.weir.dataplane.kafka.wire.frame.Reply;
import dev.weir.dataplane.kafka.wire.frame.Request;
import dev.weir.dataplane.kafka.wire.frame.RequestHandler;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.Errors;

/**
 * Asks upstream whether there is a coordinator, which makes it create what it keeps groups in, and then tells the
 * client that it is this pod: any pod relays for any group.
 */
final class FindCoordinatorRelay implements RequestHandler {
    private final Forwarding forwarding;
    private final Home home;
    private final Placement placement;
    private final Advertised advertised;

    FindCoordinatorRelay(Forwarding forwarding, Home home, Placement placement, Advertised advertised) {
        this.forwarding = forwarding;
        this.home = home;
        this.placement = placement;
        this.advertised = advertised;
    }

    @Override
    public CompletableFuture<Reply> handle(Request request) {
        request.body();
        Pod self = placement.self();
        Endpoint endpoint = advertised.endpoint(self, request.client());
        return forwarding
                .whole(request, home.any(), Forwarding.laneOf(request), Timeouts.SHORT)
                .thenApply(response -> {
                    var found = (FindCoordinatorResponseData) response.message().data();
                    rewrite(found, self, endpoint);
                    return Reply.of(found, response.error());
                })
                .exceptionally(failure -> request.fail(Errors.COORDINATOR_NOT_AVAILABLE, Forwarding.reason(failure)));
    }

    /** Up to version 3 there is one coordinator, from then on a list. */
    private static void rewrite(FindCoordinatorResponseData found, Pod self, Endpoint endpoint) {
        if (!found.host().isEmpty()) {
            found.setNodeId(self.ordinal()).setHost(endpoint.host()).setPort(endpoint.port());
        }
        for (Coordinator coordinator : found.coordinators()) {
            if (coordinator.errorCode() == Errors.NONE.code()) {
                coordinator.setNodeId(self.ordinal()).setHost(endpoint.host()).setPort(endpoint.port());
            }
        }
    }
}
