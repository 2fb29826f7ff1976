package dev.weir.dataplane.http.origin;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Keeps what the server said right after it switched protocols, until the connection is read by whoever has it now;
 * then it is handed on, and this is gone.
 */
final class HeldBytes extends ChannelDuplexHandler {
    private final Queue<Object> held = new ArrayDeque<>(2);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        held.add(message);
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        ctx.pipeline().remove(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        while (!held.isEmpty()) {
            ctx.fireChannelRead(held.remove());
        }
        ctx.fireChannelReadComplete();
        ctx.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ctx.pipeline().remove(this);
        ctx.fireChannelInactive();
    }
}
