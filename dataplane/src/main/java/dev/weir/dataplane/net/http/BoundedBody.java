package dev.weir.dataplane.net.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/** Gathers each request with its body, and refuses a body that is too long. */
final class BoundedBody extends HttpObjectAggregator {
    BoundedBody(int bytesMax) {
        super(bytesMax, true);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        Answer answer = Answer.error(413, "the body has more than " + maxContentLength() + " bytes");
        context.writeAndFlush(answer.toHttp(false, false)).addListener(ChannelFutureListener.CLOSE);
    }
}
