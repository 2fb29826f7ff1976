package dev.weir.dataplane.http.server;

import dev.weir.dataplane.net.Draining;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients that know that HTTP/2 is spoken here (RFC 9113 section 3.3) from the others, by the first bytes. A
 * request to upgrade to HTTP/2 is not heeded: it was taken out of the standard.
 */
final class PrefaceDetector extends ByteToMessageDecoder {
    private final InetSocketAddress client;
    private final Serving serving;
    private final ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
    private @Nullable Deadline deadline;

    PrefaceDetector(InetSocketAddress client, Serving serving) {
        this.client = client;
        this.serving = serving;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        deadline = new Deadline(context.channel().eventLoop(), context::close);
        deadline.in(serving.patience().idle());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int length = Math.min(in.readableBytes(), preface.readableBytes());
        boolean same = in.slice(in.readerIndex(), length).equals(preface.slice(preface.readerIndex(), length));
        if (same && length < preface.readableBytes()) {
            return;
        }
        Channel connection = context.channel();
        if (same) {
            Http2Connections.begin(connection, client, serving, false);
        } else {
            Beginning.http1(connection, client, serving, false);
        }
        context.pipeline().remove(this);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        if (deadline != null) {
            deadline.stop();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == Draining.EVENT) {
            context.close();
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ConnectionFailure.log(cause);
        context.close();
    }
}
