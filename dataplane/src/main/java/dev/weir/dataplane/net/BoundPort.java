package dev.weir.dataplane.net;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket. It is bound before it is known whether it will be used, and accepts nothing until it serves a
 * listener; it can be handed from one listener to another without a moment in which a connection would be refused.
 */
final class BoundPort {
    private volatile @Nullable Listener listener;
    private final ChannelFuture bound;

    BoundPort(EventLoops loops, InetSocketAddress address, int backlog) {
        bound = loops.server()
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_BACKLOG, backlog)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        accepted(connection);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
    }

    /** Why the port could not be bound, or null when it is. */
    @Nullable
    Throwable failure() {
        return bound.cause();
    }

    int port() {
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    void serve(Listener next) {
        listener = next;
        bound.channel().config().setAutoRead(true);
    }

    void close() {
        bound.channel().close().syncUninterruptibly();
    }

    private void accepted(SocketChannel connection) {
        Listener current = listener;
        if (current == null) {
            connection.close();
        } else {
            current.accept(connection);
        }
    }
}
