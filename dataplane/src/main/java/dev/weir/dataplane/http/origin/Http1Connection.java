package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.policy.ResponseHead;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection that speaks HTTP/1.1, and carries one request at a time. */
final class Http1Connection extends ChannelInboundHandlerAdapter implements Connection {
    private final Channel channel;
    private final Pool pool;
    private final Duration idle;
    private final ResponseDecoder decoder;
    private final HttpRequestEncoder encoder = new HttpRequestEncoder();
    private final Deadline unused;
    private @Nullable Http1Carrier carrier;
    private boolean used;
    private boolean closing;
    private boolean endNoted;
    private @Nullable Throwable cause;

    Http1Connection(Channel channel, Pool pool, OriginSettings settings) {
        this.channel = channel;
        this.pool = pool;
        this.idle = settings.connections().idle();
        this.decoder = new ResponseDecoder(settings.bounds());
        this.unused = new Deadline(channel.eventLoop(), this::retire);
        channel.pipeline().addLast(encoder, decoder, this);
    }

    Channel channel() {
        return channel;
    }

    /** Whether it carried a request before the one that it carries. */
    boolean isUsed() {
        return used;
    }

    /** Whether the server has said that what it sent was all, as far as that can be known. */
    boolean isEndNoted() {
        return endNoted || channel.pipeline().get(SslHandler.class) == null;
    }

    @Override
    public boolean hasRoom() {
        return carrier == null && !closing && channel.isActive();
    }

    @Override
    public boolean isIdle() {
        return carrier == null;
    }

    @Override
    public Carrier carry(OriginRequest request, Carrier.Observer observer) {
        unused.clear();
        decoder.expect(request.method());
        var next = new Http1Carrier(this, request, observer);
        carrier = next;
        next.begin(pool.endpoint().authority());
        return next;
    }

    /** Free for the next request. */
    void becomesFree(@Nullable Duration keptByServer) {
        carrier = null;
        used = true;
        if (!decoder.rest() || closing) {
            close();
            return;
        }
        unused.set(keptByServer != null && keptByServer.compareTo(idle) < 0 ? keptByServer : idle);
        channel.config().setAutoRead(true);
        pool.roomOn(this);
    }

    /** The connection is somebody else's; it is still one of the pool's until it closes. */
    void giveUp(ResponseHead head, Carrier.Observer observer) {
        carrier = null;
        closing = true;
        unused.end();
        channel.config().setAutoRead(false);
        var held = new HeldBytes();
        channel.pipeline().addLast(held);
        channel.pipeline().remove(this);
        channel.pipeline().remove(encoder);
        // hands on what it has not read
        channel.pipeline().remove(decoder);
        channel.closeFuture().addListener(closed -> pool.closed(this));
        observer.switched(head, channel);
    }

    void close() {
        closing = true;
        carrier = null;
        channel.close();
    }

    @Override
    public void retire() {
        if (carrier == null) {
            close();
        }
        closing = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Http1Carrier current = carrier;
        if (current == null) {
            ReferenceCountUtil.release(message);
        } else {
            current.received((HttpObject) message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (carrier != null) {
            carrier.writability();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == SslCloseCompletionEvent.SUCCESS) {
            endNoted = true;
        }
        ctx.fireUserEventTriggered(event);
    }

    /** Whatever comes after an error, such as an end that only seems to be one, is no part of the answer. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        cause = failure;
        lost();
        close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lost();
        closing = true;
        unused.end();
        pool.closed(this);
    }

    private void lost() {
        Http1Carrier current = carrier;
        if (current != null) {
            current.lost(cause == null ? "closed the connection" : Failures.text(cause));
        }
    }
}
