package dev.weir.dataplane.http.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of failures that are not the network's: one at a time, for clients decide how often they happen. */
final class ConnectionFailure {
    private static final Logger log = LoggerFactory.getLogger(ConnectionFailure.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final AtomicLong lastNanos = new AtomicLong(System.nanoTime() - PAUSE_NANOS);

    private ConnectionFailure() {}

    static void log(Throwable cause) {
        long last = lastNanos.get();
        long now = System.nanoTime();
        if (cause instanceof IOException || now - last < PAUSE_NANOS || !lastNanos.compareAndSet(last, now)) {
            return;
        }
        log.atWarn().setCause(cause).log("A connection of a client failed; more may have, and are not told of");
    }
}
