package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.net.EventLoops;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;

/** Makes connections to one server. */
final class Connector {
    private final EventLoops loops;
    private final OriginSettings settings;

    /** Called on the loop of the connection, with one of both. */
    interface Result extends Failed {
        void connected(Connection connection);
    }

    /** Called on the loop of the connection. */
    interface Failed {
        void failed(OriginFailure.Kind kind, String what);
    }

    /** Called on the loop of the connection. */
    private interface Opened {
        void opened(Channel channel);
    }

    Connector(EventLoops loops, OriginSettings settings) {
        this.loops = loops;
        this.settings = settings;
    }

    /** Makes a connection for a pool, and tells how its server is. */
    void connect(Pool pool, Result result) {
        Endpoint endpoint = pool.endpoint();
        open(pool.loop(), endpoint, channel -> result.connected(new Http1Connection(channel, pool, settings)), result);
    }

    /** Looks whether a connection can be made, and lets it go again. */
    void probe(EventLoop loop, Endpoint endpoint, Runnable done) {
        open(loop, endpoint, channel -> channel.close().addListener(closed -> done.run()), (kind, what) -> done.run());
    }

    private void open(EventLoop loop, Endpoint endpoint, Opened opened, Failed failed) {
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
            Throwable cause = connected.cause();
            if (cause == null) {
                endpoint.health().connected();
                opened.opened(connected.channel());
                return;
            }
            boolean timeout = cause instanceof ConnectTimeoutException;
            String what = timeout
                    ? "cannot be connected to within "
                            + Durations.text(settings.timeouts().connect())
                    : Failures.text(cause);
            endpoint.health().unconnected(what);
            failed.failed(timeout ? OriginFailure.Kind.TIMEOUT : OriginFailure.Kind.UNREACHABLE, what);
        });
    }
}
