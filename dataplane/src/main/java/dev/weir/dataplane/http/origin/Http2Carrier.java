package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.origin.OriginFailure.Kind;
import dev.weir.dataplane.http.policy.ResponseHead;
import dev.weir.dataplane.http.policy.field.ContentLength;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** One request on a stream of HTTP/2. */
final class Http2Carrier extends ChannelInboundHandlerAdapter implements Carrier {
    private static final int INTERIM_MAX = 64;

    private final Http2Connection connection;
    private final OriginRequest request;
    private final Observer observer;
    private final boolean stale;
    private @Nullable ChannelHandlerContext stream;
    private boolean reading = true;
    private boolean touched;
    private int interim;
    private @Nullable ResponseHead head;
    private long received;
    private boolean over;

    Http2Carrier(Http2Connection connection, OriginRequest request, Observer observer) {
        this.connection = connection;
        this.request = request;
        this.observer = observer;
        this.stale = connection.isUsed();
    }

    /** The stream is open. */
    void begin(Endpoint endpoint) {
        ChannelHandlerContext opened = stream;
        if (opened == null) {
            return;
        }
        opened.channel().closeFuture().addListener(closed -> connection.over());
        if (over) {
            opened.close();
            return;
        }
        opened.channel().config().setAutoRead(reading);
        try {
            boolean whole = request.content().length() == 0;
            var frame = new DefaultHttp2HeadersFrame(Http2Heads.request(request, endpoint), whole);
            opened.writeAndFlush(frame).addListener((ChannelFutureListener) written -> {
                if (!written.isSuccess()) {
                    refused(Failures.text(written.cause()));
                }
            });
        } catch (IllegalArgumentException e) {
            fail(Kind.CLIENT, "cannot be sent this request: " + Failures.text(e), Reach.REFUSED);
        }
    }

    void refused(String why) {
        fail(Kind.UNREACHABLE, "took no request: " + why, Reach.REFUSED);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        stream = ctx;
    }

    @Override
    public boolean isWritable() {
        return stream != null && stream.channel().isWritable();
    }

    @Override
    public void content(ByteBuf bytes) {
        if (over || stream == null) {
            bytes.release();
        } else {
            stream.writeAndFlush(new DefaultHttp2DataFrame(bytes, false));
        }
    }

    @Override
    public void finish(Fields trailers) {
        if (over || stream == null) {
            return;
        }
        if (Heads.isEmpty(trailers)) {
            stream.writeAndFlush(new DefaultHttp2DataFrame(true));
        } else {
            stream.writeAndFlush(new DefaultHttp2HeadersFrame(Http2Heads.trailers(trailers), true));
        }
    }

    @Override
    public void read(boolean on) {
        reading = on;
        if (!over && stream != null) {
            stream.channel().config().setAutoRead(on);
        }
    }

    @Override
    public void abandon(boolean overdue) {
        if (over) {
            return;
        }
        over = true;
        if (overdue && !touched) {
            // the whole connection may be dead; no more requests on it
            connection.retire();
        }
        close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        touched = true;
        try {
            if (over) {
                return;
            }
            if (message instanceof Http2HeadersFrame headers) {
                headers(headers);
            } else if (message instanceof Http2DataFrame data) {
                data(data);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        observer.writability();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            boolean unseen = reset.errorCode() == Http2Error.REFUSED_STREAM.code();
            fail(
                    Kind.UNREACHABLE,
                    "reset the request (" + name(reset.errorCode()) + ")" + progress(),
                    unseen ? Reach.REFUSED : Reach.SENT);
        } else if (event instanceof Http2GoAwayFrame) {
            fail(Kind.UNREACHABLE, "is going away and did not take the request", Reach.REFUSED);
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Kind kind = cause instanceof Http2Exception ? Kind.INVALID : Kind.UNREACHABLE;
        fail(kind, "gave no valid answer: " + Failures.text(cause), Reach.SENT);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Throwable cause = connection.cause();
        if (cause instanceof Http2Exception) {
            fail(Kind.INVALID, "gave no valid answer: " + Failures.text(cause), Reach.SENT);
        } else {
            String how = cause == null ? "closed the connection" : Failures.text(cause);
            fail(Kind.UNREACHABLE, how + progress(), stale && !touched ? Reach.STALE : Reach.SENT);
        }
    }

    private void headers(Http2HeadersFrame frame) {
        FieldList fields = Http2Heads.fields(frame.headers());
        if (head != null) {
            if (frame.isEndStream()) {
                end(fields);
            } else {
                invalid("a second head");
            }
            return;
        }
        int status = Http2Heads.status(frame.headers());
        if (status < 100 || status > 599 || status == 101 || (status < 200 && frame.isEndStream())) {
            invalid("its status is " + frame.headers().status());
        } else if (status >= 200) {
            var found = new ResponseHead(status, fields);
            head = found;
            observer.head(found, status == 204 ? Upload.UNKNOWN : ContentLength.of(fields));
            if (frame.isEndStream()) {
                end(FieldList.EMPTY);
            }
        } else if (++interim > INTERIM_MAX) {
            invalid("more than " + INTERIM_MAX + " interim answers");
        } else if (status == 100) {
            observer.proceed();
        } else {
            observer.informational(new ResponseHead(status, fields));
        }
    }

    private void data(Http2DataFrame frame) {
        if (head == null) {
            invalid("content without a head");
            return;
        }
        ByteBuf bytes = frame.content();
        received += bytes.readableBytes();
        if (bytes.isReadable()) {
            observer.content(bytes.retain());
        }
        if (frame.isEndStream()) {
            end(FieldList.EMPTY);
        }
    }

    private void end(FieldList trailers) {
        if (over) {
            return;
        }
        over = true;
        close();
        observer.end(trailers);
    }

    private void invalid(String why) {
        fail(Kind.INVALID, "gave no valid answer: " + why, Reach.SENT);
    }

    private void fail(Kind kind, String what, Reach reach) {
        if (over) {
            return;
        }
        over = true;
        close();
        observer.failed(kind, what, reach);
    }

    /** What is not at its end is reset. */
    private void close() {
        if (stream != null) {
            stream.close();
        }
    }

    private String progress() {
        return head == null ? " without an answer" : " after " + received + " bytes of an answer";
    }

    private static String name(long code) {
        Http2Error error = Http2Error.valueOf(code);
        return error == null ? "error " + code : error.name();
    }
}
