package dev.weir.dataplane.kafka.log;

import dev.weir.dataplane.logging.LogKey;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.storage.internals.log.CleanerConfig;
import org.apache.kafka.storage.internals.log.CleanerStats;
import org.apache.kafka.storage.internals.log.LogCleaner;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's cleaner, working on those logs of a store that are compacted. It also deletes old segments of these, so
 * that deletion and compaction never meet. Its memory is taken with the first such log.
 */
final class Compaction implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Compaction.class);

    /** As the broker has it. */
    private static final double DEDUPE_BUFFER_LOAD_FACTOR = 0.9;

    private static final int IO_BUFFER_BYTES = 512 << 10;

    /** Buffers begin smaller and grow up to the topic's max.message.bytes, or to this if that is smaller. */
    private static final int MESSAGE_BYTES_MAX = 64 << 20;

    private final File directory;
    private final LogStoreSettings settings;
    private final Time time;
    private final CompactedLogs logs;
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable LogCleaner cleaner;

    Compaction(Path directory, LogStoreSettings settings, Time time, Consumer<CleanerStats> onRun) {
        this.directory = directory.toFile();
        this.settings = settings;
        this.time = time;
        this.logs = new CompactedLogs(onRun);
    }

    synchronized void add(TopicPartition partition, UnifiedLog compacted) {
        logs.put(partition, compacted);
        if (cleaner == null) {
            CleanerConfig config = new CleanerConfig(
                    settings.compactionThreads(),
                    settings.dedupeBufferBytes(),
                    DEDUPE_BUFFER_LOAD_FACTOR,
                    IO_BUFFER_BYTES * settings.compactionThreads(),
                    MESSAGE_BYTES_MAX,
                    Double.MAX_VALUE,
                    settings.compactionInterval().toMillis(),
                    true);
            cleaner = new LogCleaner(config, List.of(directory), logs, new Failures(), time);
            cleaner.startup();
        }
    }

    /** Returns when nothing is at work on it any more. Not to be called by the cleaner's own threads. */
    synchronized void remove(TopicPartition partition) {
        if (logs.remove(partition) != null && cleaner != null) {
            cleaner.abortCleaning(partition);
        }
    }

    /** Its partition is deleted: a new one of that name begins without a past. */
    synchronized void forget(TopicPartition partition) {
        remove(partition);
        if (cleaner != null) {
            cleaner.updateCheckpoints(directory, Optional.of(partition));
        }
    }

    /** Runs the action unless the cleaner sees to this log. */
    synchronized void unlessCompacted(TopicPartition partition, IoAction action) throws IOException {
        if (!logs.containsKey(partition)) {
            action.run();
        }
    }

    /** Cuts a log while nothing is at work on it, and lets the cleaner begin again at where it was cut. */
    synchronized void whilePaused(TopicPartition partition, UnifiedLog cut, IoAction action) throws IOException {
        if (cleaner == null || !logs.containsKey(partition)) {
            action.run();
            return;
        }
        cleaner.abortAndPauseCleaning(partition);
        try {
            action.run();
            cleaner.maybeTruncateCheckpoint(
                    directory, partition, cut.activeSegment().baseOffset());
        } finally {
            cleaner.resumeCleaning(Set.of(partition));
        }
    }

    interface IoAction {
        void run() throws IOException;
    }

    /** An error that the engine does not expect, as of a full volume under a mapped index, ends a cleaner's thread. */
    synchronized void reviveDeadThreads() {
        if (cleaner != null && cleaner.deadThreadCount() > 0) {
            log.atWarn()
                    .addKeyValue(LogKey.DIRECTORY, directory)
                    .log("A compacting thread has died and is started again.");
            cleaner.reconfigure(cleaner.currentConfig(), cleaner.currentConfig());
        }
    }

    @Override
    public void close() {
        closing.countDown();
        LogCleaner running;
        synchronized (this) {
            running = cleaner;
            cleaner = null;
        }
        if (running != null) {
            running.shutdown();
        }
    }

    /** The cleaner asks for its logs at the beginning of each round: the time to see what its last one did. */
    private static final class CompactedLogs extends ConcurrentHashMap<TopicPartition, UnifiedLog> {
        private static final long serialVersionUID = 1;

        private final transient Consumer<CleanerStats> onRun;
        private final transient Map<Thread, CleanerStats> seen = new ConcurrentHashMap<>();

        CompactedLogs(Consumer<CleanerStats> onRun) {
            this.onRun = onRun;
        }

        @Override
        public Set<Map.Entry<TopicPartition, UnifiedLog>> entrySet() {
            if (Thread.currentThread() instanceof LogCleaner.CleanerThread thread) {
                CleanerStats stats = thread.lastStats();
                if (stats.endTime() > 0 && !stats.equals(seen.put(thread, stats))) {
                    onRun.accept(stats);
                }
            }
            return super.entrySet();
        }
    }

    /**
     * An I/O error while compacting leaves the log as it was. The engine would go on at once with the same one, so the
     * thread is made to rest.
     */
    private final class Failures extends LogDirFailureChannel {
        Failures() {
            super(1);
        }

        @Override
        public boolean hasOfflineLogDir(String dir) {
            return false;
        }

        @Override
        public void maybeAddOfflineLogDir(String dir, String message, IOException cause) {
            log.atWarn()
                    .addKeyValue(LogKey.DIRECTORY, directory)
                    .setCause(cause)
                    .log("Compaction has failed: {}", message);
            if (Thread.currentThread() instanceof LogCleaner.CleanerThread) {
                try {
                    boolean ended = closing.await(settings.compactionInterval().toMillis(), TimeUnit.MILLISECONDS);
                    log.atDebug().addKeyValue(LogKey.CLOSING, ended).log("Compaction goes on.");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
