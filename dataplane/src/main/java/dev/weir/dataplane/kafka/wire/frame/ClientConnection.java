package dev.weir.dataplane.kafka.wire.frame;

import dev.weir.dataplane.logging.LogKey;
import dev.weir.dataplane.net.Draining;
import dev.weir.dataplane.net.ReadGate;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: its requests are handled one at a time, in the order in which they came, and the next begins when the
 * response to the one before is with the kernel. The broker does the same, so clients expect nothing else; and it
 * bounds what one connection can ask for at once.
 *
 * <p>A client that goes has meant what it sent before: a producer that waits for no acknowledgement sends, and closes.
 * Its requests are handled to the last, as the broker does, but not for longer than half a request is waited for.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);
    private static final int QUEUED_MAX = 16;

    private final Client client;
    private final FrameDecoder decoder;
    private final FrameLimits limits;
    private final RequestHandler handler;
    private final MemoryBudget memory;
    private final ReadGate<HeldBack> gate;
    private final ReplyWriter writer;
    private final FrameMeters meters;
    private final Activity activity;
    private final Deque<FrameDecoder.Frame> queue = new ArrayDeque<>();
    private List<Runnable> held = List.of();
    private boolean busy;
    private boolean pumping;
    private boolean draining;
    private boolean gone;
    private boolean closed;

    ClientConnection(
            Client client,
            FrameDecoder decoder,
            FrameLimits limits,
            RequestHandler handler,
            MemoryBudget memory,
            ReadGate<HeldBack> gate,
            ReplyWriter writer,
            FrameMeters meters,
            Activity activity) {
        this.client = client;
        this.decoder = decoder;
        this.limits = limits;
        this.handler = handler;
        this.memory = memory;
        this.gate = gate;
        this.writer = writer;
        this.meters = meters;
        this.activity = activity;
    }

    /** Waiting for somebody here, rather than for the client. */
    boolean answering() {
        return busy && !writer.writing();
    }

    /** Waiting for the client to read its response. */
    boolean sending() {
        return writer.writing();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var frame = (FrameDecoder.Frame) message;
        meters.in(frame.bytes().limit());
        if (draining) {
            memory.release(frame.bytes().limit());
            return;
        }
        queue.add(frame);
        if (queue.size() >= QUEUED_MAX) {
            gate.close(HeldBack.QUEUE);
        }
        pump(ctx);
    }

    private void pump(ChannelHandlerContext ctx) {
        if (pumping) {
            return;
        }
        pumping = true;
        while (!busy && !queue.isEmpty()) {
            busy = true;
            handle(ctx, queue.remove());
        }
        pumping = false;
        if (gone && !closed && isDone()) {
            ctx.close();
        }
        if (queue.size() < QUEUED_MAX) {
            gate.open(HeldBack.QUEUE);
        }
    }

    /** Nothing is under way, and nothing more to come of what was received. */
    private boolean isDone() {
        return !busy && queue.isEmpty() && !decoder.awaitsMemory();
    }

    private void handle(ChannelHandlerContext ctx, FrameDecoder.Frame frame) {
        Request request;
        CompletableFuture<Reply> reply;
        try {
            request = RequestReader.read(frame.bytes(), client);
            reply = handler.handle(request);
        } catch (RuntimeException e) {
            memory.release(frame.bytes().limit());
            exceptionCaught(ctx, e);
            return;
        }
        reply.whenComplete((answer, failure) -> {
            if (ctx.executor().inEventLoop()) {
                answer(ctx, request, answer, failure);
                return;
            }
            try {
                ctx.executor().execute(() -> answer(ctx, request, answer, failure));
            } catch (RejectedExecutionException e) { // this process is about to end
                drop(answer);
            }
        });
    }

    private void answer(
            ChannelHandlerContext ctx, Request request, @Nullable Reply reply, @Nullable Throwable failure) {
        memory.release(request.frame().limit());
        client.ifHurried(null);
        if (closed) {
            drop(reply);
            if (failure != null || reply instanceof Reply.Close) {
                dropQueue();
            }
            answered(ctx);
            return;
        }
        try {
            if (reply != null) {
                send(ctx, request, reply);
            } else if (failure != null) {
                exceptionCaught(ctx, failure.getCause() instanceof MalformedRequest cause ? cause : failure);
            }
        } catch (RuntimeException e) {
            exceptionCaught(ctx, e);
        }
    }

    private static void drop(@Nullable Reply reply) {
        if (reply != null) {
            reply.drop();
        }
    }

    private void send(ChannelHandlerContext ctx, Request request, Reply reply) {
        switch (reply) {
            case Reply.Message message -> {
                List<Piece> pieces = ReplyEncoder.encode(request, message, ctx.alloc());
                held = message.held();
                write(ctx, pieces);
            }
            case Reply.Frame frame -> write(ctx, ReplyEncoder.encode(frame, ctx.alloc()));
            case Reply.None none -> answered(ctx);
            case Reply.Close close -> close(ctx, close.reason());
        }
    }

    private void write(ChannelHandlerContext ctx, List<Piece> response) {
        activity.touch();
        writer.write(ctx, response, activity::touch, () -> answered(ctx));
    }

    private void answered(ChannelHandlerContext ctx) {
        giveBack();
        busy = false;
        if (draining) {
            ctx.close();
        } else {
            pump(ctx);
        }
    }

    private void close(ChannelHandlerContext ctx, String reason) {
        log.atWarn()
                .addKeyValue(LogKey.REMOTE, client.remote())
                .addKeyValue(LogKey.REASON, reason)
                .log("Closed a Kafka client's connection");
        giveUp(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Draining.EVENT) {
            draining = true;
            gate.close(HeldBack.DRAINING);
            dropQueue();
            if (busy) {
                client.hurry();
            } else {
                ctx.close();
            }
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            goes(ctx);
        } else if (event instanceof Activity.Stalled stalled) {
            close(ctx, stalled.what());
        } else if (event instanceof Activity.Idle) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    /** The client sends nothing more; what it did send is still handled, but nobody waits for answers for long. */
    private void goes(ChannelHandlerContext ctx) {
        if (gone) {
            return;
        }
        gone = true;
        client.hurry();
        if (!isDone()) {
            ctx.executor().schedule(() -> giveUp(ctx), limits.frameTime().toNanos(), TimeUnit.NANOSECONDS);
        }
        pump(ctx);
    }

    private void giveUp(ChannelHandlerContext ctx) {
        dropQueue();
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed = true;
        if (writer.writing()) {
            writer.drop();
            busy = false;
        }
        giveBack();
        goes(ctx);
        pump(ctx);
        ctx.fireChannelInactive();
    }

    private void giveBack() {
        List<Runnable> last = held;
        held = List.of();
        last.forEach(Runnable::run);
    }

    private void dropQueue() {
        queue.forEach(frame -> memory.release(frame.bytes().limit()));
        queue.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        switch (cause) {
            case InvalidFrame invalid -> close(ctx, String.valueOf(invalid.getMessage()));
            case MalformedRequest malformed -> close(ctx, String.valueOf(malformed.getMessage()));
            case DecoderException decoding
            when decoding.getCause() instanceof SSLException ssl ->
                close(ctx, "no secure connection came about: " + ssl.getMessage());
            case IOException gone -> ctx.close();
            default -> {
                log.atError()
                        .addKeyValue(LogKey.REMOTE, client.remote())
                        .setCause(cause)
                        .log("A connection failed in a way that nobody thought of");
                giveUp(ctx);
            }
        }
    }
}
