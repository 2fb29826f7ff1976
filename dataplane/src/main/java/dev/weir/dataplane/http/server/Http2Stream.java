package dev.weir.dataplane.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.http.message.Peer;
import dev.weir.dataplane.http.message.Responder;
import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.net.Draining;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** One stream of HTTP/2: one request, and its answer. */
final class Http2Stream extends ChannelInboundHandlerAdapter implements ClientExchange {
    private final Channel stream;
    private final Peer peer;
    private final Serving serving;
    private final Deadline deadline;
    private final Http2Responder responder;
    private @Nullable RequestHead head;
    private @Nullable Http2Upload upload;
    private boolean over;
    private boolean ended;
    private boolean resetsWhenSent;

    Http2Stream(Channel stream, Peer peer, Serving serving) {
        this.stream = stream;
        this.peer = peer;
        this.serving = serving;
        this.deadline = new Deadline(stream.eventLoop(), this::waitedTooLong);
        this.responder = new Http2Responder(this, new Output(stream, serving.patience()), serving);
    }

    @Override
    public EventLoop loop() {
        return stream.eventLoop();
    }

    @Override
    public RequestHead head() {
        RequestHead known = head;
        if (known == null) {
            throw new IllegalStateException("the request has not come yet");
        }
        return known;
    }

    boolean isHead() {
        RequestHead known = head;
        return known != null && known.method().equals("HEAD");
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Upload content() {
        Http2Upload content = upload;
        return content == null ? NoUpload.NONE : content;
    }

    @Override
    public Responder response() {
        return responder;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        responder.output().reading();
        try {
            switch (frame) {
                case Http2HeadersFrame headers when head == null -> begin(headers);
                case Http2HeadersFrame trailers -> {
                    Http2Upload content = upload;
                    if (content != null && !over) {
                        content.end(Http2Request.trailers(trailers.headers(), serving.limits()));
                    }
                }
                case Http2DataFrame data -> received(data);
                case Http2ResetFrame reset -> left();
                default -> {
                    // windows and priorities are the codec's affair
                }
            }
        } catch (Rejected rejected) {
            refuse(Refusal.of(rejected));
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    private void begin(Http2HeadersFrame headers) throws Rejected {
        var request = Http2Request.of(headers.headers(), headers.isEndStream(), peer.secure(), serving.limits());
        head = request.head();
        upload = headers.isEndStream()
                ? null
                : new Http2Upload(this, request, serving.limits().bodyBytesMax());
        settle();
        try {
            serving.requests().accept(this);
        } catch (RuntimeException e) {
            ConnectionFailure.log(e);
            refuse(Refusal.of(Reason.INTERNAL_ERROR, "this failed, the log tells why"));
        }
    }

    private void received(Http2DataFrame data) throws Rejected {
        Http2Upload content = upload;
        if (content != null) {
            content.receive(data.content().retain());
            deadlineMoved();
            if (data.isEndStream()) {
                content.end(FieldList.EMPTY);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        responder.output().readingEnded();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (stream.isWritable()) {
            responder.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        left();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame) {
            left();
        } else if (event == Draining.EVENT) {
            responder.draining();
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Http2Exception violation) {
            left();
            reset(violation.error());
        } else {
            ConnectionFailure.log(cause);
            context.close();
        }
    }

    /** Makes reading and time what they have to be now. */
    void settle() {
        Http2Upload content = upload;
        boolean wanted = content == null || content.isComplete() || content.isWanted();
        stream.config().setAutoRead(over || wanted);
        deadlineMoved();
    }

    /** Time runs while the client is to send, and while it is to take what was sent. */
    void deadlineMoved() {
        Http2Upload content = upload;
        if (resetsWhenSent && !responder.isSending()) {
            resetsWhenSent = false;
            reset(Http2Error.NO_ERROR); // not before, as it would overtake what is queued
        }
        if (stream.isActive() && responder.isSending()) {
            deadline.in(serving.patience().idle());
        } else if (!over && content != null && content.isWanted() && !content.isComplete()) {
            deadline.in(serving.patience().body());
        } else {
            deadline.none();
        }
    }

    void sendContinue() {
        responder.sendContinue();
    }

    /** The answer is complete: what is still coming is of no use (RFC 9113 section 8.1). */
    void answered() {
        over = true;
        Http2Upload content = upload;
        if (content != null) {
            boolean complete = content.isComplete();
            content.breakOff("the request was answered before all of its content came");
            resetsWhenSent = !complete;
        }
        settle();
    }

    /** The answer cannot be completed. */
    void breakOff() {
        over = true;
        Http2Upload content = upload;
        if (content != null) {
            content.breakOff("the answer was broken off");
        }
        reset(Http2Error.INTERNAL_ERROR);
    }

    private void reset(Http2Error error) {
        responder.output().write(new DefaultHttp2ResetFrame(error));
    }

    private void waitedTooLong() {
        if (responder.isSending()) {
            responder.left();
            stream.close();
        } else {
            refuse(Refusal.of(Reason.SLOW_REQUEST, "the content of the request did not come in time"));
        }
    }

    private void refuse(Refusal refusal) {
        if (over) {
            return;
        }
        serving.refusals().count(refusal.reason());
        if (responder.isBegun()) {
            responder.left();
            breakOff();
            return;
        }
        byte[] body = refusal.body().getBytes(UTF_8);
        responder.begin(refusal.status(), refusal.fields(), body.length);
        responder.content(Unpooled.wrappedBuffer(body));
        resetsWhenSent = upload == null && !ended;
        responder.end(FieldList.EMPTY);
    }

    private void left() {
        deadline.stop();
        over = true;
        responder.left();
        Http2Upload content = upload;
        if (content != null) {
            content.breakOff("the client left");
        }
    }
}
