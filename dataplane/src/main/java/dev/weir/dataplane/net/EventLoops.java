package dev.weir.dataplane.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The threads that every connection of the data-plane runs on, and the transport that they wait with. */
public final class EventLoops implements AutoCloseable {
    private static final Duration CLOSE_TIME = Duration.ofSeconds(2);

    private final Transport transport;
    private final EventLoopGroup group;

    private EventLoops(Transport transport, EventLoopGroup group) {
        this.transport = transport;
        this.group = group;
    }

    /**
     * Starts event loops.
     *
     * @param name how their threads are called
     */
    public static EventLoops open(Transport transport, String name, int threads) {
        var threadFactory = new DefaultThreadFactory("weir-" + name);
        return new EventLoops(transport, new MultiThreadIoEventLoopGroup(threads, threadFactory, transport.handlers()));
    }

    public Transport transport() {
        return transport;
    }

    /** The event loops themselves: for timers, for metrics, and for clients that bring their own bootstrap. */
    public EventLoopGroup group() {
        return group;
    }

    /** The start of a client connection; the caller adds its handler. */
    public Bootstrap client() {
        return new Bootstrap()
                .group(group)
                .channel(transport.clientChannel())
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.TCP_NODELAY, true);
    }

    ServerBootstrap server() {
        return new ServerBootstrap()
                .group(group)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true);
    }

    /** Ends the threads, and with them every connection that is left. */
    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_TIME.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_TIME.plusSeconds(1).toMillis());
    }
}
