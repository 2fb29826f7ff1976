package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.Peer;
import dev.weir.dataplane.net.Draining;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A connection that speaks HTTP/2: its streams, each a channel of its own, and its end. */
final class Http2Connections extends ChannelInboundHandlerAdapter {
    private final Channel connection;
    private final Serving serving;
    private final Deadline idle;
    private final StallWatch stall;
    private final Set<Channel> streams = new HashSet<>();
    private boolean draining;

    private Http2Connections(Channel connection, Serving serving) {
        this.connection = connection;
        this.serving = serving;
        this.idle = new Deadline(connection.eventLoop(), this::leave);
        this.stall = new StallWatch(connection, serving.patience().idle());
    }

    static void begin(Channel connection, InetSocketAddress client, Serving serving, boolean secure) {
        var peer = new Peer(client, "HTTP/2", secure, ClientCertificate.of(connection));
        var whole = new Http2Connections(connection, serving);
        var codec = Http2Codec.of(serving);
        var streams = new Http2MultiplexHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                whole.began(stream);
                stream.pipeline().addLast(new Http2Stream(stream, peer, serving));
            }
        });
        connection.pipeline().addLast(codec, streams, whole);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        idle.in(serving.patience().idle());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        ReferenceCountUtil.release(frame); // of the connection as a whole: settings, pings
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        stall.flushed();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        stall.flushed();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        idle.stop();
        stall.stop();
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Draining.EVENT && !draining) {
            draining = true;
            context.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
            List.copyOf(streams).forEach(stream -> stream.pipeline().fireUserEventTriggered(Draining.EVENT));
            closeWhenDone();
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Http2Exception violation) { // the codec answers it, with what it is about
            if (violation.error() != Http2Error.ENHANCE_YOUR_CALM) { // which Http2Refusals counts
                serving.refusals().count(Reason.PROTOCOL_ERROR);
            }
        } else {
            ConnectionFailure.log(cause);
            context.close();
        }
    }

    private void began(Channel stream) {
        streams.add(stream);
        idle.none();
        stream.closeFuture().addListener(closed -> {
            streams.remove(stream);
            if (streams.isEmpty()) {
                idle.in(serving.patience().idle());
            }
            closeWhenDone();
        });
    }

    private void closeWhenDone() {
        if (draining && streams.isEmpty()) {
            // behind what the last stream wrote as it ended
            connection.eventLoop().execute(connection::close);
        }
    }

    /** Nobody has asked for anything for long. */
    private void leave() {
        connection.close();
    }
}
