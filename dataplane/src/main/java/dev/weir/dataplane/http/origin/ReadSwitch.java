package dev.weir.dataplane.http.origin;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/**
 * Sees to it that a connection whose reading was stopped can be read again. First in its pipeline, on its event loop.
 *
 * <p>A server that closes wakes a connection though it is not read. Netty 4.2.18 then waits for nothing more on an
 * epoll socket, takes it out of the epoll set without noting so, and fails to change what is not there when it is to be
 * read again: it closes the connection, with all that the kernel still holds of the answer. Registered anew, it is read
 * to the end.
 */
final class ReadSwitch extends ChannelDuplexHandler {
    private boolean hungUp;
    private boolean ended;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Channel channel = ctx.channel();
        if (!channel.config().isAutoRead() && channel instanceof EpollSocketChannel) {
            hungUp = true;
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        Channel channel = ctx.channel();
        if (!hungUp
                || ended
                || !channel.isOpen()
                || !channel.isRegistered()
                || !channel.config().isAutoRead()) {
            ctx.read();
            return;
        }
        hungUp = false;
        EventLoop loop = channel.eventLoop();
        // reading begins with the registration
        channel.deregister().addListener(left -> {
            if (channel.isOpen()) {
                loop.register(channel);
            }
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ended = true;
        }
        ctx.fireUserEventTriggered(event);
    }
}
