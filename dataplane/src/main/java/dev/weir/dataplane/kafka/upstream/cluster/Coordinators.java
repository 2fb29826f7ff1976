package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.upstream.Destination.Coordinator;
import dev.weir.dataplane.kafka.upstream.connection.ControlCalls;
import dev.weir.dataplane.kafka.upstream.connection.MessageCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Which broker coordinates which group or transaction. On the network thread. */
final class Coordinators {
    private static final int REMEMBERED_MAX = 10_000;

    /** From here on one request asks for several, and answers look otherwise (KIP-699). */
    private static final int VERSION_OF_LISTS = 4;

    private final ControlCalls calls;
    private final Map<Coordinator, Integer> nodes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Coordinator, Integer> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };
    private final Map<Coordinator, List<Consumer<Found>>> asked = new HashMap<>();

    /** The broker's node id, or why there is none. */
    record Found(int node, Errors error, String reason) {
        static Found none(Errors error, String reason) {
            return new Found(-1, error, reason);
        }
    }

    Coordinators(ControlCalls calls) {
        this.calls = calls;
    }

    void find(Coordinator of, Consumer<Found> then) {
        Integer node = nodes.get(of);
        if (node != null) {
            then.accept(new Found(node, Errors.NONE, ""));
            return;
        }
        List<Consumer<Found>> waiting = asked.get(of);
        if (waiting != null) {
            waiting.add(then);
            return;
        }
        asked.put(of, new ArrayList<>(List.of(then)));
        Optional<Node> any = calls.connections().best(one -> one.id() >= 0);
        if (any.isEmpty()) {
            found(of, Found.none(Errors.COORDINATOR_NOT_AVAILABLE, "no broker is known yet"));
            return;
        }
        calls.ask(
                any.get().id(),
                request(of),
                FindCoordinatorResponseData.class,
                answer -> found(of, read(answer)),
                failure -> found(of, Found.none(Errors.COORDINATOR_NOT_AVAILABLE, failure.reason())));
    }

    private static MessageCall.Request request(Coordinator of) {
        return new MessageCall.Request(
                ApiKeys.FIND_COORDINATOR,
                ApiKeys.FIND_COORDINATOR.oldestVersion(),
                ApiKeys.FIND_COORDINATOR.latestVersion(),
                version -> {
                    var request = new FindCoordinatorRequestData()
                            .setKeyType(of.type().id());
                    return version < VERSION_OF_LISTS
                            ? request.setKey(of.key())
                            : request.setCoordinatorKeys(List.of(of.key()));
                });
    }

    private static Found read(FindCoordinatorResponseData answer) {
        if (answer.coordinators().isEmpty()) {
            return found(answer.nodeId(), answer.errorCode());
        }
        var one = answer.coordinators().getFirst();
        return found(one.nodeId(), one.errorCode());
    }

    private static Found found(int node, short code) {
        Errors error = Errors.forCode(code);
        return error == Errors.NONE ? new Found(node, error, "") : Found.none(error, error.message());
    }

    private void found(Coordinator of, Found found) {
        if (found.error() == Errors.NONE) {
            nodes.put(of, found.node());
        }
        List<Consumer<Found>> waiting = asked.remove(of);
        if (waiting != null) {
            waiting.forEach(then -> then.accept(found));
        }
    }

    void forget(Coordinator of) {
        nodes.remove(of);
    }
}
