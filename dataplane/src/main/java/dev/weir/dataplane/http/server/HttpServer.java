package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.net.ConnectionHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.socket.SocketChannel;
import java.util.function.Consumer;

/** Serves the connections of clients: each request that is well-formed and within the limits is handed on. */
public final class HttpServer implements ConnectionHandler {
    private final Serving serving;

    /**
     * Serves as the settings say.
     *
     * @param meters where what is refused is counted
     * @param requests called on the event loop of each request's connection; answers when it likes, on that loop
     */
    public HttpServer(ServerSettings settings, MeterRegistry meters, Consumer<ClientExchange> requests) {
        this.serving = new Serving(settings, requests, new DateField(settings.clock()), new Refusals(meters));
    }

    @Override
    public void connected(SocketChannel connection) {
        if (serving.settings().proxyProtocol()) {
            ProxyProtocol.begin(connection, serving);
        } else {
            Beginning.of(connection, connection.remoteAddress(), serving);
        }
    }
}
