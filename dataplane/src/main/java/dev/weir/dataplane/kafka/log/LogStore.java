package dev.weir.dataplane.kafka.log;

import dev.weir.dataplane.logging.LogKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InconsistentTopicIdException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions kept in one directory. Opening it recovers what is there, cleanly closed or not; closing it leaves
 * everything flushed. Any thread.
 */
public final class LogStore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogStore.class);
    private static final int THREADS = 2;
    private static final int TASK_SECONDS_MAX = 30;

    private final Path directory;
    private final DirectoryLock lock;
    private final SettingsFiles settingsFiles;
    private final ScheduledThreadPoolExecutor executor;
    private final StoreParts parts;
    private final StoreMeters meters;
    private final Housekeeping housekeeping;
    private final Map<TopicPartition, PartitionLog> partitions = new ConcurrentHashMap<>();
    private final Map<String, TopicSettings> settingsOfTopics = new ConcurrentHashMap<>();
    private final Object creating = new Object();
    private final Recovery recovery;

    private LogStore(Path directory, DirectoryLock lock, LogStoreSettings settings, Time time, MeterRegistry registry)
            throws IOException {
        this.directory = directory;
        this.lock = lock;
        this.settingsFiles = new SettingsFiles(directory);
        this.executor = threads();
        this.meters = new StoreMeters(registry, settings.partitionMetrics());
        Compaction compaction = new Compaction(directory, settings, time, meters::compacted);
        MarkFile marks = new MarkFile(directory);
        this.housekeeping = new Housekeeping(settings, executor, partitions::values, marks, compaction, meters);
        this.parts = new StoreParts(
                new Engine(settings, time, executor),
                new Room(directory, settings, this::bytes),
                new Backlog(settings.unflushedBytesMax(), housekeeping::flushSoon),
                compaction,
                new Listeners());
        this.recovery = new Recovering(directory, parts, this::settingsOf).all(marks.read(), this::opened);
        meters.recovered(recovery);
        meters.backlog(parts.backlog());
        meters.room(parts.room());
        meters.states(partitions.values());
        housekeeping.start();
    }

    private static ScheduledThreadPoolExecutor threads() {
        ThreadFactory factory =
                Thread.ofPlatform().daemon().name("weir-log-", 0).factory();
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS, factory);
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRejectedExecutionHandler((task, closed) -> log.atDebug().log(
                "A task comes too late, its store is closed. What it would delete goes at the next start."));
        return executor;
    }

    /** Opens the directory, which belongs to this process alone from then on. */
    public static LogStore open(Path directory, LogStoreSettings settings, Time time, MeterRegistry registry)
            throws IOException {
        Path absolute = directory.toAbsolutePath();
        DirectoryLock lock = DirectoryLock.of(absolute);
        try {
            return new LogStore(absolute, lock, settings, time, registry);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void opened(PartitionLog partition) {
        partitions.put(partition.topicPartition(), partition);
        meters.add(partition, this::partitionsOf);
    }

    private Collection<PartitionLog> partitionsOf(String topic) {
        return partitions.values().stream()
                .filter(partition -> partition.topicPartition().topic().equals(topic))
                .toList();
    }

    private @Nullable TopicSettings settingsOf(String topic) {
        return settingsOfTopics.computeIfAbsent(topic, settingsFiles::read);
    }

    /** How the directory was found. */
    public Recovery recovery() {
        return recovery;
    }

    public void addListener(LogListener listener) {
        parts.listeners().add(listener);
    }

    /** All partitions held, also those that are offline. */
    public Collection<PartitionLog> partitions() {
        return List.copyOf(partitions.values());
    }

    public @Nullable PartitionLog get(TopicPartition partition) {
        return partitions.get(partition);
    }

    /**
     * Makes a partition that begins at the offset, or finds the one there is.
     *
     * @throws InconsistentTopicIdException when the one there is belongs to an earlier topic of that name; delete it
     *     first
     */
    public PartitionLog create(TopicPartition partition, Uuid topicId, TopicSettings settings, long startOffset)
            throws IOException {
        synchronized (creating) {
            configure(partition.topic(), settings);
            PartitionLog existing = partitions.get(partition);
            if (existing != null) {
                if (!existing.topicId().equals(topicId)) {
                    throw new InconsistentTopicIdException("The log of " + partition + " is of topic "
                            + existing.topicId() + " and not of " + topicId + ".");
                }
                return existing;
            }
            PartitionLog created =
                    new PartitionLog(partition, topicId, directory.resolve(UnifiedLog.logDirName(partition)), parts);
            created.files().create(settings, startOffset);
            opened(created);
            return created;
        }
    }

    /** Takes the settings for all partitions of the topic, now and after a restart. */
    public void configure(String topic, TopicSettings settings) throws IOException {
        synchronized (creating) {
            if (settings.equals(settingsOf(topic))) {
                return;
            }
            settingsFiles.write(topic, settings);
            settingsOfTopics.put(topic, settings);
            partitionsOf(topic).forEach(partition -> partition.files().configure(settings));
        }
    }

    /** Forgets a partition at once; its bytes go when nobody reads them any more. */
    public void delete(TopicPartition partition) {
        synchronized (creating) {
            PartitionLog deleted = partitions.remove(partition);
            if (deleted == null) {
                return;
            }
            boolean last = partitionsOf(partition.topic()).isEmpty();
            meters.remove(deleted, last);
            deleted.files().delete();
            if (last) {
                settingsOfTopics.remove(partition.topic());
                settingsFiles.delete(partition.topic());
            }
        }
    }

    /** How much may be held in all; what is there already stays until its topic's settings let it go. */
    public void limit(long bytesMax) {
        parts.room().limit(bytesMax);
    }

    /** Whether partitions have meters of their own instead of those of their topic. */
    public void meterPartitions(boolean each) {
        synchronized (creating) {
            meters.ofPartitions(each, partitions.values(), this::partitionsOf);
        }
    }

    private long bytes() {
        return partitions.values().stream().mapToLong(PartitionLog::bytes).sum();
    }

    /** Flushes and marks everything that is not yet. */
    void flush() {
        housekeeping.flush(true);
    }

    /** Flushes and closes everything. Release all slices first: their channels are closed. */
    @Override
    public void close() throws IOException {
        executor.shutdown();
        parts.compaction().close();
        awaitRunningTasks();
        flush();
        partitions.values().forEach(partition -> partition.files().close());
        parts.engine().stats().close();
        lock.close();
    }

    private void awaitRunningTasks() {
        try {
            if (!executor.awaitTermination(TASK_SECONDS_MAX, TimeUnit.SECONDS)) {
                log.atWarn()
                        .addKeyValue(LogKey.DIRECTORY, directory)
                        .log("Closing the logs while tasks are still running.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
