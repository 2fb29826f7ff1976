package dev.weir.dataplane.net;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Measures how late each event loop runs what it was asked to run at a certain time. An event loop that is busy, or
 * that something blocks, is late for every connection on it.
 */
public final class LoopLag {
    private static final Duration PERIOD = Duration.ofMillis(250);

    private LoopLag() {}

    /** Measures until the loops end. */
    public static void measure(EventLoops loops, MeterRegistry meters) {
        int number = 0;
        for (EventExecutor loop : loops.group()) {
            Timer lag = meters.timer(
                    "weir.event.loop.lag",
                    "loop",
                    String.valueOf(number++),
                    "transport",
                    loops.transport().label());
            probe(loop, lag);
        }
    }

    private static void probe(EventExecutor loop, Timer lag) {
        long due = System.nanoTime() + PERIOD.toNanos();
        loop.schedule(
                () -> {
                    lag.record(Math.max(0, System.nanoTime() - due), TimeUnit.NANOSECONDS);
                    if (!loop.isShuttingDown()) {
                        probe(loop, lag);
                    }
                },
                PERIOD.toNanos(),
                TimeUnit.NANOSECONDS);
    }
}
