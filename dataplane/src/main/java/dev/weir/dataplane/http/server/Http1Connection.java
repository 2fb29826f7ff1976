package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.Peer;
import dev.weir.dataplane.net.Draining;
import dev.weir.dataplane.net.ReadGate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection that speaks HTTP/1.1 or 1.0. One request at a time is under way; what comes behind it waits, within
 * bounds, until it has been answered and its content is read.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter {
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final Serving serving;
    private final Channel channel;
    private final ReadGate<HeldBack> gate;
    private final Http1Parser parser;
    private final Output output;
    private final Deadline deadline;
    private final Peer peer;
    private final Peer peer10;
    private ByteBuf in = Unpooled.EMPTY_BUFFER;
    private @Nullable Http1Exchange current;
    private Waiting waiting = Waiting.FOR_REQUEST;
    private boolean moved = true;
    private boolean proceeding;
    private boolean draining;
    private boolean ending;
    private boolean over;

    /** Why the connection is not read. */
    enum HeldBack {
        /** As much has come as may wait. */
        BACKLOG
    }

    /** What the client is to do next. */
    private enum Waiting {
        FOR_REQUEST,
        FOR_HEAD,
        FOR_BODY,
        FOR_NOTHING,
        FOR_END
    }

    Http1Connection(
            Channel channel, ReadGate<HeldBack> gate, Serving serving, InetSocketAddress client, boolean secure) {
        this.channel = channel;
        this.gate = gate;
        this.serving = serving;
        this.parser = new Http1Parser(serving.limits(), secure);
        this.output = new Output(channel, serving.patience());
        this.deadline = new Deadline(channel.eventLoop(), this::waitedTooLong);
        X509Certificate certificate = ClientCertificate.of(channel);
        this.peer = new Peer(client, "HTTP/1.1", secure, certificate);
        this.peer10 = new Peer(client, "HTTP/1.0", secure, certificate);
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    Peer peer(boolean http10) {
        return http10 ? peer10 : peer;
    }

    /** Whether files can be sent on it as they are. */
    boolean isPlain() {
        return !peer.secure();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        settle();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (ending) {
            bytes.release();
            return;
        }
        output.reading();
        if (in.isReadable()) {
            in = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), in, bytes);
        } else {
            in.release();
            in = bytes;
        }
        proceed();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        output.readingEnded();
        context.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        Http1Exchange answering = current;
        if (output.isWritable()) {
            if (answering != null) {
                answering.responder().writable();
            }
            proceed();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Http1Exchange broken = current;
        over();
        if (broken != null) {
            broken.left();
        }
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Draining.EVENT) {
            draining = true;
            Http1Exchange answering = current;
            if (answering != null) {
                answering.responder().draining();
            }
            proceed();
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ConnectionFailure.log(cause);
        context.close();
    }

    /** Does what can be done with what has come. May be called at any time, also by what it calls. */
    void proceed() {
        if (proceeding) {
            return;
        }
        proceeding = true;
        try {
            while (!ending && advance()) {
                // as long as there is something to advance
            }
        } catch (Rejected rejected) {
            refuse(Refusal.of(rejected));
        } finally {
            proceeding = false;
        }
        settle();
    }

    private boolean advance() throws Rejected {
        Http1Exchange underWay = current;
        if (underWay != null) {
            Http1Upload upload = underWay.upload();
            return upload != null && upload.receive(in);
        }
        if (!output.isWritable()) {
            return false; // it asks for more than it takes
        }
        if (draining && !in.isReadable()) {
            end(false);
            return false;
        }
        Http1Request request = parser.parse(in);
        if (request == null) {
            return false;
        }
        moved = true;
        begin(new Http1Exchange(this, request, serving, output));
        return true;
    }

    private void begin(Http1Exchange exchange) {
        current = exchange;
        try {
            serving.requests().accept(exchange);
        } catch (RuntimeException e) {
            ConnectionFailure.log(e);
            if (current == exchange) {
                refuse(Refusal.of(Reason.INTERNAL_ERROR, "this failed, the log tells why"));
            }
        }
    }

    /** Makes reading, memory and time what they have to be now. */
    private void settle() {
        if (over) {
            return;
        }
        if (!in.isReadable()) {
            in.release();
            in = Unpooled.EMPTY_BUFFER;
        }
        boolean full = in.readableBytes() >= serving.limits().backlogBytesMax();
        if (full && !ending && (current != null || !output.isWritable())) {
            gate.close(HeldBack.BACKLOG);
        } else {
            gate.open(HeldBack.BACKLOG);
        }
        Waiting now = waiting();
        if (now != waiting || moved) {
            moved = false;
            waiting = now;
            switch (now) {
                case FOR_REQUEST -> deadline.in(serving.patience().idle());
                case FOR_HEAD -> deadline.in(serving.patience().head());
                case FOR_BODY -> deadline.in(serving.patience().body());
                case FOR_NOTHING -> deadline.none();
                case FOR_END -> deadline.in(LINGER);
            }
        }
    }

    private Waiting waiting() {
        if (ending) {
            return Waiting.FOR_END;
        }
        Http1Exchange underWay = current;
        if (underWay != null) {
            Http1Upload upload = underWay.upload();
            return upload != null && upload.isWanted() ? Waiting.FOR_BODY : Waiting.FOR_NOTHING;
        }
        if (!in.isReadable()) {
            return Waiting.FOR_REQUEST;
        }
        return output.isWritable() ? Waiting.FOR_HEAD : Waiting.FOR_NOTHING;
    }

    private void waitedTooLong() {
        switch (waiting) {
            case FOR_HEAD -> refuse(Refusal.of(Reason.SLOW_REQUEST, "the head of the request did not come in time"));
            case FOR_BODY -> refuse(Refusal.of(Reason.SLOW_REQUEST, "the content of the request did not come in time"));
            case FOR_REQUEST, FOR_NOTHING, FOR_END -> channel.close();
        }
        settle();
    }

    /** Something of a request has come. */
    void moved() {
        moved = true;
    }

    void sendContinue() {
        Http1Exchange underWay = current;
        if (underWay != null && !underWay.responder().isBegun()) {
            ByteBuf out = output.buffer(32);
            HeadEncoder.statusLine(100, out);
            output.write(out.writeBytes(HeadEncoder.END_OF_LINE));
        }
    }

    /** Whether the answer of this exchange, which begins, is the last one on this connection. */
    boolean closesAfter(Http1Exchange exchange) {
        Http1Upload upload = exchange.upload();
        return draining
                || !exchange.request().keepAlive()
                || (upload != null
                        && !upload.isStarted()
                        && !upload.canBePassedOver(serving.limits().backlogBytesMax()));
    }

    /** The answer is complete. */
    void answered(Http1Exchange exchange) {
        Http1Upload upload = exchange.upload();
        boolean whole = exchange.isReceived();
        if (exchange.responder().closes()
                || draining
                || (upload != null && !upload.canBePassedOver(serving.limits().backlogBytesMax()))) {
            if (upload != null) {
                upload.passOver();
            }
            end(!whole);
        } else if (whole) {
            current = null;
            moved = true;
        } else if (upload != null) {
            upload.passOver();
        }
        proceed();
    }

    /** The content of the request has been read to its end. */
    void received() {
        Http1Exchange underWay = current;
        if (underWay != null && underWay.responder().isOver()) {
            current = null;
            moved = true;
        }
    }

    /**
     * An answer cannot be completed.
     *
     * @param reset where the end of the connection would otherwise look like the end of the answer
     */
    void breakOff(boolean reset) {
        Http1Exchange broken = current;
        if (broken != null && broken.upload() != null) {
            broken.upload().passOver();
        }
        if (reset) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.voidPromise());
        } else {
            end(false);
        }
    }

    private void refuse(Refusal refusal) {
        serving.refusals().count(refusal.reason());
        Http1Exchange refused = current;
        boolean begun = refused != null && refused.responder().isBegun();
        boolean endsByClosing = refused != null && refused.responder().isEndedByClosing();
        if (refused != null) {
            refused.responder().left();
            Http1Upload upload = refused.upload();
            if (upload != null) {
                upload.breakOff("the request was refused with " + refusal.status());
            }
        }
        if (begun) {
            breakOff(endsByClosing);
            return;
        }
        byte[] body = refusal.bytes();
        ByteBuf out = output.buffer(512);
        HeadEncoder.statusLine(refusal.status(), out);
        HeadEncoder.fields(refusal.fields(), out);
        HeadEncoder.contentLength(body.length, out);
        out.writeBytes(serving.date().line()).writeBytes(HeadEncoder.CLOSE).writeBytes(HeadEncoder.END_OF_LINE);
        if (refused == null || !refused.request().isHead()) {
            out.writeBytes(body);
        }
        output.write(out);
        end(true);
    }

    /** Ends the connection when all is sent; not before the client does where it may still be sending. */
    private void end(boolean lingering) {
        ending = true;
        current = null;
        in.release();
        in = Unpooled.EMPTY_BUFFER;
        if (lingering) {
            LingeringClose.after(output.send(Unpooled.EMPTY_BUFFER));
        } else {
            output.send(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Leaves the connection to somebody else, who will see what has come behind the request. */
    Channel giveUp() {
        output.flush();
        channel.config().setAutoRead(false);
        ByteBuf behind = in;
        in = Unpooled.EMPTY_BUFFER;
        over();
        channel.pipeline().remove(this);
        channel.pipeline().remove(gate);
        channel.eventLoop().execute(() -> {
            if (behind.isReadable()) {
                channel.pipeline().fireChannelRead(behind).fireChannelReadComplete();
            } else {
                behind.release();
            }
        });
        return channel;
    }

    private void over() {
        over = true;
        ending = true;
        current = null;
        deadline.stop();
        output.stop();
        in.release();
        in = Unpooled.EMPTY_BUFFER;
    }
}
