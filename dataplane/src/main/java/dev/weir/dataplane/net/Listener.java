package dev.weir.dataplane.net;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;

/** A port that connections come in by, and the connections that did. */
public final class Listener {
    private final BoundPort port;
    private final int requestedPort;
    private final ConnectionCount count;
    private final EventExecutor timer;
    private final ChannelGroup connections;
    private volatile Treatment treatment;
    private volatile boolean draining;

    private record Treatment(ListenerOptions options, ConnectionHandler handler) {}

    Listener(
            BoundPort port,
            int requestedPort,
            ConnectionCount count,
            EventExecutor timer,
            ListenerOptions options,
            ConnectionHandler handler) {
        this.port = port;
        this.requestedPort = requestedPort;
        this.count = count;
        this.timer = timer;
        this.treatment = new Treatment(options, handler);
        this.connections = new DefaultChannelGroup(timer, true);
    }

    /** The port that is bound, also where port 0 was asked for. */
    public int port() {
        return port.port();
    }

    /** How many connections are open. */
    public int connections() {
        return connections.size();
    }

    int requestedPort() {
        return requestedPort;
    }

    BoundPort boundPort() {
        return port;
    }

    ConnectionCount count() {
        return count;
    }

    /** Treats connections that come from now on so. */
    void treat(ListenerOptions options, ConnectionHandler handler) {
        count.limit(options.connectionsMax());
        treatment = new Treatment(options, handler);
    }

    void accept(SocketChannel connection) {
        if (!count.enter()) {
            connection.close();
            return;
        }
        connection.closeFuture().addListener(closed -> count.leave());
        connections.add(connection);
        if (draining) {
            // it was on its way when the drain began, which may not have seen it
            connection.close();
            return;
        }
        Treatment now = treatment;
        connection.config().setSendBufferSize(now.options().sendBufferBytes());
        now.handler().connected(connection);
    }

    /** Lets the connections come to their end. Whoever calls has seen to it that none is accepted any more. */
    Drain drain(Duration grace) {
        draining = true;
        return Drain.of(connections, grace, timer);
    }
}
