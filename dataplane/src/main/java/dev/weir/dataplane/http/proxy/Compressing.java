package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.coding.ContentEncoder;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compresses a content on its way into a fill. On the loop of the fetch; the memory of the encoder counts as that of
 * contents on their way does.
 */
final class Compressing {
    /** For how long what has come may wait for more. Letting it go at once would be paid for in compression. */
    private static final Duration DELAY = Duration.ofMillis(20);

    private final EventLoop loop;
    private final Budget budget;
    private final RouteMeters meters;
    private final Fill fill;
    private final Consumer<IOException> trouble;
    private final ContentEncoder encoder;
    private @Nullable Future<?> flush;
    private boolean over;

    /**
     * Begins one.
     *
     * @param trouble told when it cannot go on; nothing has to be done with it then but to close it
     */
    Compressing(
            ContentEncoder encoder,
            Fill fill,
            EventLoop loop,
            Budget budget,
            RouteMeters meters,
            Consumer<IOException> trouble) {
        this.encoder = encoder;
        this.fill = fill;
        this.loop = loop;
        this.budget = budget;
        this.meters = meters;
        this.trouble = trouble;
        budget.take(encoder.memoryBytes());
    }

    /** Takes over the buffer. */
    void add(ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        meters.compressed(bytes.readableBytes(), 0);
        try {
            pass(encoder.encode(bytes));
        } catch (IOException e) {
            trouble.accept(e);
            return;
        }
        if (flush == null && fill.isRead()) {
            flush = loop.schedule(this::flush, DELAY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void flush() {
        flush = null;
        if (over) {
            return;
        }
        try {
            pass(encoder.flush());
        } catch (IOException e) {
            trouble.accept(e);
        }
    }

    /** Passes the rest on; the trailers are those of the fill then. False when it cannot. */
    boolean complete(Fields trailers) {
        try {
            pass(encoder.finish());
        } catch (IOException e) {
            trouble.accept(e);
            return false;
        }
        close();
        fill.complete(encoder.coding().trailers(trailers));
        return true;
    }

    /** It is over, whether it came to its end or not. */
    void close() {
        if (!over) {
            over = true;
            encoder.close();
            budget.give(encoder.memoryBytes());
            Future<?> pending = flush;
            if (pending != null) {
                pending.cancel(false);
            }
        }
    }

    private void pass(@Nullable ByteBuf compressed) {
        if (compressed != null) {
            meters.compressed(0, compressed.readableBytes());
            fill.add(compressed);
        }
    }
}
