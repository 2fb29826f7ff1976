package dev.weir.dataplane.kafka.log;

import dev.weir.dataplane.logging.LogKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store does regularly: flush and mark, delete what is too old, prepare compaction, open again what had failed.
 * It runs on the store's own threads.
 */
final class Housekeeping {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);
    private static final Duration HEAL_INTERVAL = Duration.ofSeconds(1);

    /** An active segment of an eagerly compacted topic is closed when so large, or after so many rounds. */
    private static final int ROLL_BYTES = 4 << 20;

    private static final int ROLL_ROUNDS = 12;

    private final LogStoreSettings settings;
    private final ScheduledExecutorService executor;
    private final Supplier<Collection<PartitionLog>> partitions;
    private final MarkFile markFile;
    private final Compaction compaction;
    private final StoreMeters meters;
    private final AtomicBoolean flushAsked = new AtomicBoolean();
    private Map<TopicPartition, Mark> written = Map.of();

    Housekeeping(
            LogStoreSettings settings,
            ScheduledExecutorService executor,
            Supplier<Collection<PartitionLog>> partitions,
            MarkFile markFile,
            Compaction compaction,
            StoreMeters meters) {
        this.settings = settings;
        this.executor = executor;
        this.partitions = partitions;
        this.markFile = markFile;
        this.compaction = compaction;
        this.meters = meters;
    }

    void start() {
        every(FLUSH_INTERVAL, "flush", () -> flush(false));
        every(HEAL_INTERVAL, "heal", this::heal);
        every(settings.retentionInterval(), "retention", this::deleteOldSegments);
        every(settings.compactionInterval(), "compaction", this::prepareCompaction);
    }

    private void every(Duration interval, String task, Runnable work) {
        Runnable guarded = () -> {
            try {
                work.run();
            } catch (RuntimeException | InternalError e) {
                log.atError().addKeyValue(LogKey.TASK, task).setCause(e).log("Housekeeping of the logs has failed.");
            }
        };
        long millis = interval.toMillis();
        // it ends with the executor
        ScheduledFuture<?> _ = executor.scheduleWithFixedDelay(guarded, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** More is unflushed than there should be. */
    void flushSoon() {
        if (flushAsked.compareAndSet(false, true)) {
            try {
                executor.execute(() -> {
                    flushAsked.set(false);
                    flush(false);
                });
            } catch (RejectedExecutionException e) {
                // closing, which flushes everything
            }
        }
    }

    /** Flushes what is due by age or, the largest first, by the bytes in all; or everything. */
    synchronized void flush(boolean everything) {
        long ageMaxMillis = settings.unflushedAgeMax().toMillis();
        List<PartitionLog> bySize = partitions.get().stream()
                .filter(partition -> partition.files().flushing().due(0))
                .sorted(Comparator.comparingLong((PartitionLog partition) ->
                                partition.files().flushing().bytes())
                        .reversed())
                .toList();
        long left = bySize.stream()
                .mapToLong(partition -> partition.files().flushing().bytes())
                .sum();
        for (PartitionLog partition : bySize) {
            Flushing flushing = partition.files().flushing();
            if (everything || left > settings.unflushedBytesMax() / 2 || flushing.due(ageMaxMillis)) {
                left -= flushing.bytes();
                meters.timeFlush(() -> partition.files().flush());
            }
        }
        writeMarks();
    }

    private void writeMarks() {
        Map<TopicPartition, Mark> marks = new HashMap<>();
        for (PartitionLog partition : partitions.get()) {
            Mark mark = partition.files().flushing().mark();
            if (mark != null) {
                marks.put(partition.topicPartition(), mark.withStartOffset(partition.startOffset()));
            }
        }
        if (marks.equals(written)) {
            return;
        }
        try {
            markFile.write(marks);
            written = marks;
        } catch (IOException e) {
            log.atWarn().setCause(e).log("The marks of the logs cannot be written; a restart would take longer.");
        }
    }

    private void heal() {
        partitions.get().forEach(partition -> partition.files().heal());
        compaction.reviveDeadThreads();
    }

    private void deleteOldSegments() {
        for (PartitionLog partition : partitions.get()) {
            try {
                meters.deleted(partition.files().deleteOldSegments());
            } catch (IOException | KafkaStorageException e) {
                partition.files().failed(e);
            }
        }
    }

    private void prepareCompaction() {
        long ageMaxMillis = settings.compactionInterval().toMillis() * ROLL_ROUNDS;
        for (PartitionLog partition : partitions.get()) {
            try {
                partition.files().rollForCompaction(ageMaxMillis, ROLL_BYTES);
            } catch (IOException | KafkaStorageException e) {
                partition.files().failed(e);
            }
        }
    }
}
