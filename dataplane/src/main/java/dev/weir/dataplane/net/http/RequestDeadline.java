package dev.weir.dataplane.net.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which no whole request arrives in time, be it silent or sending byte by byte. The time begins
 * with the connection and with each response.
 */
final class RequestDeadline extends ChannelDuplexHandler {
    private final Duration patience;
    private @Nullable Future<?> deadline;

    RequestDeadline(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        begin(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        end();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof LastHttpContent) {
            end();
        }
        super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof LastHttpContent) {
            end();
            begin(context);
        }
        super.write(context, message, promise);
    }

    private void begin(ChannelHandlerContext context) {
        deadline = context.executor().schedule(() -> context.close(), patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void end() {
        Future<?> running = deadline;
        if (running != null) {
            running.cancel(false);
            deadline = null;
        }
    }
}
