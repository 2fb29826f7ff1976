package dev.weir.dataplane.kafka.wire.frame;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices when nothing moves on a connection any more though it is for the client to move: half a frame, a response
 * that is not read, or silence. Looks now and then, so what it notices is late by up to a third of the time allowed.
 */
final class Activity extends ChannelDuplexHandler {
    private final FrameLimits limits;
    private @Nullable FrameDecoder decoder;
    private @Nullable ClientConnection connection;
    private @Nullable ChannelHandlerContext context;
    private long touchedNanos;

    /** Fired through the pipeline when the client left off in the midst of something. */
    record Stalled(String what) {}

    /** Fired through the pipeline when the client has had nothing to ask for long, which is no fault of its own. */
    record Idle() {}

    Activity(FrameLimits limits) {
        this.limits = limits;
    }

    void watch(FrameDecoder frames, ClientConnection requests) {
        decoder = frames;
        connection = requests;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        touch();
        schedule(ctx);
    }

    /** Something moved. */
    void touch() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            touchedNanos = ctx.executor().ticker().nanoTime();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        touch();
        ctx.fireChannelRead(message);
    }

    private void schedule(ChannelHandlerContext ctx) {
        Duration shortest =
                limits.frameTime().compareTo(limits.idleTime()) < 0 ? limits.frameTime() : limits.idleTime();
        ctx.executor().schedule(() -> look(ctx), shortest.toNanos() / 3, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext ctx) {
        if (!ctx.channel().isOpen()) {
            return;
        }
        long still = ctx.executor().ticker().nanoTime() - touchedNanos;
        if (decoder != null && decoder.midFrame() && still > limits.frameTime().toNanos()) {
            ctx.fireUserEventTriggered(new Stalled("half a request, and nothing more"));
        } else if (connection != null
                && !connection.answering()
                && still > limits.idleTime().toNanos()) {
            ctx.fireUserEventTriggered(
                    connection.sending() ? new Stalled("it does not read its response") : new Idle());
        }
        schedule(ctx);
    }
}
