package dev.weir.dataplane.net;

import io.netty.channel.socket.SocketChannel;

/** Sets up the pipeline of a new connection, on the connection's event loop. */
@FunctionalInterface
public interface ConnectionHandler {
    void connected(SocketChannel connection);
}
