package dev.weir.dataplane;

import dev.weir.dataplane.logging.LogKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which phase the process is in. No phase but {@link Phase#READY} lasts longer than its limit: the process ends first.
 */
final class Lifecycle {
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private final CompletableFuture<Integer> stop = new CompletableFuture<>();
    private volatile Phase phase = Phase.STARTING;

    Phase phase() {
        return phase;
    }

    /** Asks the process to end with this exit code; the first who asks decides. */
    void stop(int exitCode) {
        stop.complete(exitCode);
    }

    /** Completes with an exit code when the process is asked to end. */
    CompletableFuture<Integer> stopped() {
        return stop;
    }

    /** Why traffic should not be sent here as far as the phase tells, or empty when it may. */
    Optional<String> unready() {
        Phase now = phase;
        return now == Phase.READY ? Optional.empty() : Optional.of(now.label());
    }

    /** Enters a phase that lasts as long as it likes. */
    void enter(Phase next) {
        phase = next;
        log.atInfo().addKeyValue(LogKey.PHASE, next.label()).log("The data-plane is {}", next.label());
    }

    /** Enters a phase that must be left before its time is over. */
    void enter(Phase next, Duration limit) {
        enter(next);
        Thread.ofPlatform().name("weir-limit").daemon().start(() -> guard(next, limit));
    }

    private void guard(Phase guarded, Duration limit) {
        try {
            Thread.sleep(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (phase == guarded) {
            log.atError()
                    .addKeyValue(LogKey.PHASE, guarded.label())
                    .addKeyValue(LogKey.DURATION_MILLIS, limit.toMillis())
                    .log("The data-plane is {} for too long and ends now", guarded.label());
            Runtime.getRuntime().halt(Main.CANNOT_GO_ON);
        }
    }
}
