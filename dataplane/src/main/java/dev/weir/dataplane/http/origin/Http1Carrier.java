package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.ResponseHead;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One request on a connection that speaks HTTP/1.1. */
final class Http1Carrier implements Carrier {
    /** A server that only ever announces its answer is no better than one that never answers. */
    private static final int INTERIM_MAX = 64;

    private final Http1Connection connection;
    private final OriginRequest request;
    private final Observer observer;
    private final boolean stale;
    private boolean sent;
    private boolean touched;
    private int interim;
    private @Nullable ResponseHead switching;
    private boolean passOver;
    private @Nullable Http1Framing framing;
    private long received;
    private boolean over;

    Http1Carrier(Http1Connection connection, OriginRequest request, Observer observer) {
        this.connection = connection;
        this.request = request;
        this.observer = observer;
        this.stale = connection.isUsed();
    }

    void begin(String authority) {
        HttpRequest head;
        try {
            head = Http1Heads.request(request, authority);
        } catch (IllegalArgumentException e) { // so Netty says that it would not be one request
            fail(OriginFailure.Kind.CLIENT, "cannot be sent this request: " + Failures.text(e), Reach.REFUSED);
            return;
        }
        connection.channel().write(head).addListener((ChannelFutureListener) this::written);
        if (request.content().length() == 0) {
            sent = true;
            connection.channel().write(LastHttpContent.EMPTY_LAST_CONTENT);
        }
        connection.channel().flush();
    }

    /**
     * What the network does not take is found out by reading, which may still bring an answer: servers refuse what is
     * too large for them and close.
     */
    private void written(ChannelFuture future) {
        Throwable cause = future.cause();
        if (cause != null && !(cause instanceof IOException) && !over) {
            fail(OriginFailure.Kind.CLIENT, "cannot be sent this request: " + Failures.text(cause), Reach.REFUSED);
        }
    }

    @Override
    public boolean isWritable() {
        return connection.channel().isWritable();
    }

    void writability() {
        observer.writability();
    }

    @Override
    public void content(ByteBuf bytes) {
        if (over) {
            bytes.release();
        } else {
            connection.channel().writeAndFlush(new DefaultHttpContent(bytes));
        }
    }

    @Override
    public void finish(Fields trailers) {
        sent = true;
        if (over) {
            return;
        }
        LastHttpContent last = LastHttpContent.EMPTY_LAST_CONTENT;
        if (!Heads.isEmpty(trailers) && request.content().length() == Upload.UNKNOWN) {
            last = new DefaultLastHttpContent();
            HttpContent trailing = last;
            trailers.forEach((name, value) ->
                    ((LastHttpContent) trailing).trailingHeaders().add(name, value));
        }
        connection.channel().writeAndFlush(last);
    }

    @Override
    public void read(boolean on) {
        if (!over) {
            connection.channel().config().setAutoRead(on);
        }
    }

    @Override
    public void abandon(boolean overdue) {
        if (!over) {
            over = true;
            connection.close();
        }
    }

    void received(HttpObject message) {
        touched = true;
        Throwable cause = message.decoderResult().cause();
        if (over) {
            ReferenceCountUtil.release(message);
        } else if (cause instanceof PrematureChannelClosureException) {
            ReferenceCountUtil.release(message);
            lost("closed the connection");
        } else if (cause != null) {
            ReferenceCountUtil.release(message);
            invalid(Failures.text(cause));
        } else if (message instanceof HttpResponse response) {
            head(response);
        } else if (message instanceof HttpContent content) {
            content(content);
        }
    }

    private void head(HttpResponse response) {
        int status = response.status().code();
        String fault = Http1Framing.fault(response, request);
        if (fault != null) {
            invalid(fault);
            return;
        }
        if (status >= 200) {
            var found = Http1Framing.of(response, request.method());
            framing = found;
            observer.head(new ResponseHead(status, found.fields()), found.length());
            return;
        }
        passOver = true;
        if (++interim > INTERIM_MAX) {
            invalid("more than " + INTERIM_MAX + " interim answers");
        } else if (status == 100) {
            observer.proceed();
        } else if (status == 101) {
            switching = new ResponseHead(status, Heads.fields(response.headers()));
        } else {
            observer.informational(new ResponseHead(status, Heads.fields(response.headers())));
        }
    }

    private void content(HttpContent content) {
        if (passOver) {
            content.release();
            passOver = false;
            if (switching != null) {
                over = true;
                connection.giveUp(switching, observer);
            }
            return;
        }
        ByteBuf bytes = content.content();
        received += bytes.readableBytes();
        if (bytes.isReadable()) {
            observer.content(bytes);
        } else {
            bytes.release();
        }
        if (content instanceof LastHttpContent last && !over && framing != null) {
            end(framing, Heads.fields(last.trailingHeaders()));
        }
    }

    private void end(Http1Framing framed, Fields trailers) {
        if (framed.endsWithConnection() && !connection.isEndNoted()) {
            lost("closed the encrypted connection without saying that this was all");
            return;
        }
        over = true;
        if (framed.isKept() && sent) {
            connection.becomesFree(framed.keptFor());
        } else {
            connection.close();
        }
        observer.end(trailers);
    }

    /** The connection is gone. */
    void lost(String how) {
        if (over) {
            return;
        }
        if (framing != null) {
            long length = framing.length();
            how += " after " + received + (length < 0 ? " bytes of an answer" : " of " + length + " bytes");
        } else {
            how += " without an answer";
        }
        fail(OriginFailure.Kind.UNREACHABLE, how, stale && !touched ? Reach.STALE : Reach.SENT);
    }

    private void invalid(String why) {
        fail(OriginFailure.Kind.INVALID, "gave no valid answer: " + why, Reach.SENT);
    }

    private void fail(OriginFailure.Kind kind, String what, Reach reach) {
        over = true;
        connection.close();
        observer.failed(kind, what, reach);
    }
}
