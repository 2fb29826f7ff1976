package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.logging.LogKey;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has time, and may block: remembering what is known, looking for changed secrets, deleting what nobody wants. */
final class Housekeeping {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration REMEMBER_AFTER = Duration.ofSeconds(1);
    private static final Duration SECRETS_EVERY = Duration.ofSeconds(5);
    private static final Duration LEFTOVERS_EVERY = Duration.ofMinutes(1);

    private final RememberedFile file;
    private final Credentials credentials;
    private final Leftovers leftovers;
    private final AtomicBoolean rememberPending = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor executor;
    private Runnable remember = () -> {};

    Housekeeping(UpstreamsContext context, RememberedFile file) {
        this.file = file;
        this.credentials = new Credentials(context.secrets(), context.time());
        this.leftovers = new Leftovers(context.store(), context.clock());
        this.executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("weir-upstreams-", 0).factory());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void start(KafkaUpstreams upstreams) {
        remember = () -> remember(upstreams);
        every(SECRETS_EVERY, () -> credentials.reload(upstreams.clusters().values()));
        every(LEFTOVERS_EVERY, () -> leftovers.sweep(upstreams.clusters(), upstreams.routes()));
    }

    private void every(Duration interval, Runnable task) {
        executor.scheduleWithFixedDelay(
                () -> guarded(task), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An executor does not run again what has thrown once. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("Housekeeping of the upstreams failed");
        }
    }

    /** Any thread; several soon after each other become one. */
    void rememberSoon() {
        if (!executor.isShutdown() && rememberPending.compareAndSet(false, true)) {
            executor.schedule(
                    () -> {
                        rememberPending.set(false);
                        remember.run();
                    },
                    REMEMBER_AFTER.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private void remember(KafkaUpstreams upstreams) {
        try {
            file.write(upstreams.toRemember());
        } catch (IOException | RuntimeException e) {
            log.atWarn()
                    .addKeyValue(LogKey.REASON, e.getMessage())
                    .log("What is known of upstream's topics cannot be kept; after a restart it is asked for again");
        }
    }

    void close(KafkaUpstreams upstreams) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!upstreams.clusters().isEmpty()) {
            remember(upstreams);
        }
    }
}
