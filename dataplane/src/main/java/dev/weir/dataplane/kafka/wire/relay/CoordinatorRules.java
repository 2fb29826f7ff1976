package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Relay;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;

/**
 * Requests about groups and transactional ids go to their coordinators. When one does not answer, or says that it is
 * none, the client is told that this pod is not the coordinator: that is what every client recovers from by itself.
 */
record CoordinatorRules<Q, R, I>(Relay relay, Home home, CoordinatorType type, Function<I, String> key)
        implements SplitRelay.Rules<Q, R, I> {
    private static final Set<Errors> MOVED = EnumSet.of(Errors.NOT_COORDINATOR, Errors.COORDINATOR_NOT_AVAILABLE);

    @Override
    public Route route(Q request, I item) {
        return home.at(new Destination.Coordinator(type, key.apply(item)));
    }

    @Override
    public Duration timeout(Q request) {
        return Timeouts.SHORT;
    }

    @Override
    public Errors unanswered(boolean notSent) {
        return Errors.NOT_COORDINATOR;
    }

    @Override
    public boolean inspect(Route.To from, Q request, R response, Errors error) {
        heard(relay, from, error);
        return false;
    }

    static void heard(Relay relay, Route.To from, Errors error) {
        if (MOVED.contains(error) && from.destination() instanceof Destination.Coordinator coordinator) {
            relay.forgetCoordinator(from.upstream(), coordinator);
        }
    }
}
