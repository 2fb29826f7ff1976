package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.origin.OriginFailure.Kind;
import dev.weir.dataplane.net.EventLoops;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** Makes connections to the servers of one origin, and tells their health what came of it. */
final class Connector {
    private final EventLoops loops;
    private final OriginSettings settings;
    private final @Nullable ClientTls tls;

    /** Called on the loop of the connection, with one of both. */
    interface Result extends Failed {
        void connected(Connection connection);
    }

    /** Called on the loop of the connection. */
    interface Failed {
        void failed(Kind kind, String what);
    }

    /** Called on the loop of the connection. */
    private interface Opened {
        void opened(Channel channel);
    }

    /** @param tls null if no server wants it */
    Connector(EventLoops loops, OriginSettings settings, @Nullable ClientTls tls) {
        this.loops = loops;
        this.settings = settings;
        this.tls = tls;
    }

    /** Makes a connection for a pool. */
    void connect(Pool pool, Result result) {
        Endpoint endpoint = pool.endpoint();
        open(pool.loop(), endpoint, pool.isShared(), channel -> begin(channel, pool, result), result);
    }

    /** Looks whether a connection can be made, and lets it go again. */
    void probe(EventLoop loop, Endpoint endpoint, Runnable done) {
        open(
                loop,
                endpoint,
                settings.protocol() == OriginSettings.Protocol.HTTP2,
                channel -> {
                    endpoint.health().connected();
                    channel.close().addListener(closed -> done.run());
                },
                (kind, what) -> done.run());
    }

    private void begin(Channel channel, Pool pool, Result result) {
        Health health = pool.endpoint().health();
        SslHandler ssl = channel.pipeline().get(SslHandler.class);
        if (!pool.isShared() || (ssl != null && !ApplicationProtocolNames.HTTP_2.equals(ssl.applicationProtocol()))) {
            health.connected();
            result.connected(new Http1Connection(channel, pool, settings));
            return;
        }
        new Http2Connection(channel, pool, settings, new Result() {
            @Override
            public void connected(Connection connection) {
                health.connected();
                result.connected(connection);
            }

            @Override
            public void failed(Kind kind, String what) {
                health.unconnected(what);
                result.failed(kind, what);
            }
        });
    }

    private void open(EventLoop loop, Endpoint endpoint, boolean http2, Opened opened, Failed failed) {
        ChannelFuture connecting = loops.client()
                .clone(loop)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.timeouts().connect().toMillis())
                .option(ChannelOption.SO_KEEPALIVE, true)
                // what a server said before it stopped listening is still to be read
                .option(ChannelOption.AUTO_CLOSE, false)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new ReadSwitch());
                    }
                })
                .connect(endpoint.address());
        connecting.addListener((ChannelFutureListener) connected -> {
            Channel channel = connected.channel();
            if (connected.cause() != null) {
                fail(endpoint, failed, connected.cause());
            } else if (!endpoint.server().isSecure() || tls == null) {
                opened.opened(channel);
            } else {
                secure(channel, tls, endpoint, http2, opened, failed);
            }
        });
    }

    private void secure(
            Channel channel, ClientTls with, Endpoint endpoint, boolean http2, Opened opened, Failed failed) {
        SslHandler ssl = with.handler(
                channel.alloc(), endpoint.server(), http2, settings.timeouts().connect());
        var opening = new Opening();
        channel.pipeline().addLast(ssl, opening);
        ssl.handshakeFuture().addListener(done -> {
            if (done.isSuccess() && channel.isActive()) {
                channel.pipeline().remove(opening);
                opened.opened(channel);
            } else {
                channel.close();
                fail(endpoint, failed, done.isSuccess() ? new ClosedChannelException() : done.cause());
            }
        });
    }

    private void fail(Endpoint endpoint, Failed failed, Throwable cause) {
        boolean timeout = cause instanceof ConnectTimeoutException || cause instanceof SslHandshakeTimeoutException;
        String what = timeout
                ? "cannot be connected to within "
                        + Durations.text(settings.timeouts().connect())
                : Failures.text(cause);
        endpoint.health().unconnected(what);
        failed.failed(timeout ? Kind.TIMEOUT : Kind.UNREACHABLE, what);
    }

    /** What goes wrong before there is somebody to tell is told as the failure of the handshake. */
    private static final class Opening extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
