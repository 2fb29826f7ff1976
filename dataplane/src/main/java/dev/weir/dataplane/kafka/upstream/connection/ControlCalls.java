package dev.weir.dataplane.kafka.upstream.connection;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiMessage;

/** Short questions of our own to a broker. On the network thread. */
public record ControlCalls(BrokerConnections connections, NetworkThread thread, String clientId, Duration timeout) {

    public <T extends ApiMessage> void ask(
            int node, MessageCall.Request request, Class<T> type, Consumer<T> answered, Consumer<Failure> failed) {
        long deadline = thread.now() + timeout.toMillis();
        connections.send(
                node,
                Slot.CONTROL,
                new MessageCall<>(
                        request, clientId, deadline, type, response -> answered.accept(response.message()), failed));
    }
}
