package dev.weir.dataplane.net.http;

import dev.weir.dataplane.net.Draining;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers each request of a connection with a small response, when the whole request has come. A body that nobody asked
 * for is passed over.
 */
public final class HttpAnswers extends SimpleChannelInboundHandler<HttpObject> {
    private static final Logger log = LoggerFactory.getLogger(HttpAnswers.class);

    private final HttpBounds bounds;
    private final Function<HttpRequest, Answer> answers;
    private @Nullable HttpRequest request;
    private boolean draining;

    private HttpAnswers(HttpBounds bounds, Function<HttpRequest, Answer> answers) {
        this.bounds = bounds;
        this.answers = answers;
    }

    /**
     * Sets up a connection that is answered so.
     *
     * @param answers called on the event loop of the connection
     */
    public static void serve(SocketChannel connection, HttpBounds bounds, Function<HttpRequest, Answer> answers) {
        connection
                .pipeline()
                .addLast(bounds.codec(), new RequestDeadline(bounds.patience()), new HttpAnswers(bounds, answers));
    }

    /** The same with requests that have a body: each comes whole, as a {@code FullHttpRequest}. */
    public static void serve(
            SocketChannel connection, HttpBounds bounds, int bodyBytesMax, Function<HttpRequest, Answer> answers) {
        serve(connection, bounds, answers);
        connection
                .pipeline()
                .addBefore(connection.pipeline().lastContext().name(), "body", new BoundedBody(bodyBytesMax));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            end(context, bounds.refusal(message.decoderResult().cause()), false);
            return;
        }
        if (message instanceof HttpRequest begun) {
            request = begun;
            if (HttpUtil.is100ContinueExpected(begun)) {
                // the answer does not depend on the body, so the client need not send it
                end(context, answer(begun), isHead(begun));
                return;
            }
        }
        HttpRequest complete = request;
        if (message instanceof LastHttpContent && complete != null) {
            request = null;
            if (draining || !HttpUtil.isKeepAlive(complete)) {
                end(context, answer(complete), isHead(complete));
            } else {
                context.writeAndFlush(answer(complete).toHttp(isHead(complete), true));
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == Draining.EVENT) {
            draining = true;
            if (request == null) {
                context.close();
            }
        } else {
            super.userEventTriggered(context, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            log.atWarn().setCause(cause).log("A connection failed");
        }
        context.close();
    }

    private Answer answer(HttpRequest complete) {
        try {
            return answers.apply(complete);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("A request could not be answered");
            return Answer.error(500, "this failed, the log tells why");
        }
    }

    private static void end(ChannelHandlerContext context, Answer answer, boolean head) {
        ChannelFuture sent = context.writeAndFlush(answer.toHttp(head, false));
        sent.addListener(ChannelFutureListener.CLOSE);
    }

    private static boolean isHead(HttpRequest request) {
        return request.method().equals(HttpMethod.HEAD);
    }
}
