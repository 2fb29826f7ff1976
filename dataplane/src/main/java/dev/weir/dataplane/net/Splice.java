package dev.weir.dataplane.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Passes bytes between two connections, each only as fast as the other takes them. */
public final class Splice extends ChannelInboundHandlerAdapter {
    private final Channel other;

    private Splice(Channel other) {
        this.other = other;
    }

    /** Both are open, nothing reads from them yet, and both are on the same event loop or will be closed together. */
    public static void join(Channel one, Channel two) {
        one.pipeline().addLast(new Splice(two));
        two.pipeline().addLast(new Splice(one));
        one.read();
        two.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        other.writeAndFlush(bytes).addListener((ChannelFutureListener) written -> {
            if (!written.isSuccess()) {
                context.close();
            } else if (other.isWritable()) {
                context.read();
            }
        });
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            other.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
