package dev.weir.dataplane.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.EnumSet;
import java.util.Set;

/**
 * Stops reading from a connection while there is at least one reason to. First in its pipeline, on its event loop.
 *
 * <p>A client that closes wakes a connection though it is not read. Netty 4.2.18 then waits for nothing more on an
 * epoll socket, takes it out of the epoll set without noting so, and fails to change what is not there when it is to be
 * read again: it closes the connection, with all that the kernel still holds of it. Registered anew, it is read to the
 * end.
 *
 * @param <R> why the connection may not be read
 */
public final class ReadGate<R extends Enum<R>> extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private final Set<R> reasons;
    private boolean hungUp;
    private boolean ended;

    public ReadGate(Channel channel, Class<R> reasons) {
        this.channel = channel;
        this.reasons = EnumSet.noneOf(reasons);
    }

    public void close(R reason) {
        reasons.add(reason);
        channel.config().setAutoRead(false);
    }

    public void open(R reason) {
        if (!reasons.remove(reason) || !reasons.isEmpty() || ended || !channel.isOpen()) {
            return;
        }
        if (hungUp) {
            readAnew();
        } else {
            channel.config().setAutoRead(true);
        }
    }

    private void readAnew() {
        EventLoop loop = channel.eventLoop();
        channel.deregister().addListener(left -> {
            if (channel.isOpen()) {
                // in this order: reading begins with the registration
                channel.config().setAutoRead(reasons.isEmpty());
                loop.register(channel);
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!reasons.isEmpty() && channel instanceof EpollSocketChannel) {
            hungUp = true;
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ended = true;
        }
        ctx.fireUserEventTriggered(event);
    }
}
