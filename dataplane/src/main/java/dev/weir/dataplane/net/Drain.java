package dev.weir.dataplane.net;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Connections that are coming to their end. */
public final class Drain {
    private final CompletableFuture<Void> done;
    private final Runnable closing;

    private Drain(CompletableFuture<Void> done, Runnable closing) {
        this.done = done;
        this.closing = closing;
    }

    /** Tells the connections to come to an end, and closes those that have not when the grace time is over. */
    static Drain of(ChannelGroup connections, Duration grace, EventExecutor timer) {
        var done = new CompletableFuture<Void>();
        for (Channel connection : connections) {
            connection.pipeline().fireUserEventTriggered(Draining.EVENT);
        }
        connections.newCloseFuture().addListener(closed -> done.complete(null));
        // closing what may have been accepted meanwhile as well, so that nothing is left when done
        Runnable close = () -> connections.close().addListener(closed -> done.complete(null));
        var deadline = timer.schedule(close, grace.toNanos(), TimeUnit.NANOSECONDS);
        var cancelled = done.thenRun(() -> deadline.cancel(false));
        return new Drain(cancelled, close);
    }

    static Drain all(Collection<Drain> drains) {
        var done = CompletableFuture.allOf(drains.stream().map(Drain::done).toArray(CompletableFuture<?>[]::new));
        return new Drain(done, () -> drains.forEach(Drain::closeNow));
    }

    /** Completes when the last of the connections is closed. */
    public CompletableFuture<Void> done() {
        return done;
    }

    /** Closes the connections without further grace. */
    public void closeNow() {
        closing.run();
    }
}
