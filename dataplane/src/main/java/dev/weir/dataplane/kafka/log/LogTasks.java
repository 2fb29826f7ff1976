package dev.weir.dataplane.kafka.log;

import dev.weir.dataplane.logging.LogKey;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.server.util.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs the engine's background work of one partition on the store's threads. Files that the log no longer needs are
 * deleted when nobody reads from them any more, instead of after a fixed delay.
 */
final class LogTasks implements Scheduler {
    private static final Logger log = LoggerFactory.getLogger(LogTasks.class);
    private static final String DELETE_FILE = "delete-file";

    private final ScheduledExecutorService executor;
    private final OpenReads reads;
    private final long readHoldMaxMillis;
    private volatile boolean ended;

    LogTasks(ScheduledExecutorService executor, OpenReads reads, long readHoldMaxMillis) {
        this.executor = executor;
        this.reads = reads;
        this.readHoldMaxMillis = readHoldMaxMillis;
    }

    @Override
    public ScheduledFuture<?> schedule(String name, Runnable task, long delayMillis, long periodMillis) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (KafkaStorageException e) {
                // the partition has heard of it already
                log.atDebug().addKeyValue(LogKey.TASK, name).setCause(e).log("A background task of a log has failed.");
            } catch (RuntimeException | InternalError e) {
                log.atLevel(ended ? Level.DEBUG : Level.WARN)
                        .addKeyValue(LogKey.TASK, name)
                        .setCause(e)
                        .log("A background task of a log has failed.");
            }
        };
        if (name.equals(DELETE_FILE)) {
            return executor.schedule(() -> whenUnread(guarded), 0, TimeUnit.MILLISECONDS);
        }
        return periodMillis > 0
                ? executor.scheduleAtFixedRate(guarded, delayMillis, periodMillis, TimeUnit.MILLISECONDS)
                : executor.schedule(guarded, delayMillis, TimeUnit.MILLISECONDS);
    }

    /** The log is closed or deleted: what still runs will not find its files. */
    void end() {
        ended = true;
    }

    /** Runs the action when nobody reads any more what is being read now, or when that takes too long. */
    void whenUnread(Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        Runnable once = () -> {
            if (done.compareAndSet(false, true)) {
                action.run();
            }
        };
        ScheduledFuture<?> atTheLatest = executor.schedule(once, readHoldMaxMillis, TimeUnit.MILLISECONDS);
        reads.whenDrained(() -> {
            atTheLatest.cancel(false);
            executor.execute(once);
        });
    }

    @Override
    public void startup() {}

    @Override
    public void shutdown() {}

    @Override
    public void resizeThreadPool(int size) {}
}
