package dev.weir.dataplane.workload;

import dev.weir.dataplane.logging.LogKey;
import dev.weir.dataplane.net.Drain;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a workload: its connections come to their end, then it stops. It has a thread of its own. */
final class Retirement {
    private static final Logger log = LoggerFactory.getLogger(Retirement.class);

    private final RunningWorkload<?> retiring;
    private final @Nullable Drain drain;
    private final Duration stopTime;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private Retirement(RunningWorkload<?> retiring, @Nullable Drain drain, Duration stopTime) {
        this.retiring = retiring;
        this.drain = drain;
        this.stopTime = stopTime;
    }

    static Retirement begin(RunningWorkload<?> retiring, @Nullable Drain drain, Duration stopTime) {
        var retirement = new Retirement(retiring, drain, stopTime);
        Thread.ofPlatform().name("weir-stop-" + retiring.id().name()).daemon().start(retirement::run);
        return retirement;
    }

    /** Ends it without further grace. True when it has ended, false when it does not in time. */
    boolean finish() {
        if (drain != null) {
            drain.closeNow();
        }
        try {
            done.get(stopTime.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    CompletableFuture<Void> done() {
        return done;
    }

    private void run() {
        try {
            if (drain != null) {
                drain.done().join();
            }
            retiring.workload().stop(stopTime);
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue(LogKey.DOCUMENT, retiring.id())
                    .setCause(e)
                    .log("Stopping failed");
        } finally {
            retiring.meters().close();
            done.complete(null);
        }
    }
}
