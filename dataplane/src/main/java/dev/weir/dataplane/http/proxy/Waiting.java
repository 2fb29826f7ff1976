package dev.weir.dataplane.http.proxy;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request that waits for the head of the answer to another one, on its own loop. */
final class Waiting implements Runnable {
    /** For how long it does before it asks for itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Flight flight;
    private final EventLoop loop;
    private final After after;
    private @Nullable Future<?> deadline;
    private boolean over;

    /** What comes then. */
    interface After {
        /** Whether it waited in vain: the other one takes too long. */
        void hasWaited(boolean inVain);
    }

    Waiting(Flight flight, EventLoop loop, After after) {
        this.flight = flight;
        this.loop = loop;
        this.after = after;
    }

    void begin() {
        deadline = loop.schedule(this::end, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (!flight.await(this)) {
            end();
        }
    }

    /** The other one has landed. Any thread. */
    @Override
    public void run() {
        loop.execute(this::end);
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        Future<?> pending = deadline;
        boolean inVain = pending != null && !pending.cancel(false);
        if (inVain) {
            flight.leave(this);
        }
        after.hasWaited(inVain);
    }
}
