package dev.weir.dataplane.kafka.log;

import dev.weir.dataplane.logging.LogKey;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The directory of one partition and the log that is open on it, if it is: opening, failing, repairing, opening again,
 * deleting. What changes the log or this is done under one lock.
 */
final class PartitionFiles {
    private static final Logger logger = LoggerFactory.getLogger(PartitionFiles.class);
    private static final long RETRY_MILLIS_MIN = 5_000;
    private static final long RETRY_MILLIS_MAX = 300_000;
    private static final long WARNING_MILLIS_MIN = 30_000;

    private final PartitionLog owner;
    private final TopicPartition partition;
    private final Uuid topicId;
    private final Path directory;
    private final StoreParts store;
    private final LogOpening opening;
    private final Object writing = new Object();
    private final Flushing flushing;

    private volatile @Nullable EngineLog log;
    private volatile PartitionState state = new PartitionState.Offline("It is not opened yet.");
    private volatile Slice.Offsets lastOffsets = new Slice.Offsets(0, 0, 0);
    private volatile LogConfig config;
    private volatile boolean eager;
    private volatile long segmentSinceMillis;
    private volatile String lastWarning = "";
    private volatile long lastWarningMillis;
    private boolean deleted;
    private long retryAtMillis;
    private long retryMillis = RETRY_MILLIS_MIN;

    PartitionFiles(PartitionLog owner, TopicPartition partition, Uuid topicId, Path directory, StoreParts store) {
        this.owner = owner;
        this.partition = partition;
        this.topicId = topicId;
        this.directory = directory;
        this.store = store;
        this.config = LogConfigs.holdingAll(store.engine().settings());
        this.opening = new LogOpening(store.engine(), partition, directory, topicId, new LogFailures(this::failed));
        this.flushing = new Flushing(writing, store.engine().time(), store.backlog());
    }

    TopicPartition partition() {
        return partition;
    }

    Uuid topicId() {
        return topicId;
    }

    Object writing() {
        return writing;
    }

    Flushing flushing() {
        return flushing;
    }

    @Nullable
    EngineLog log() {
        return log;
    }

    PartitionState state() {
        return state;
    }

    Read.Offline offline() {
        return new Read.Offline(
                state instanceof PartitionState.Offline(String reason) ? reason : "It is being opened again.");
    }

    Slice.Offsets offsets() {
        EngineLog open = log;
        return open == null ? lastOffsets : open.offsets();
    }

    long endOffset() {
        EngineLog open = log;
        return open == null ? lastOffsets.highWatermark() : open.unwrap().logEndOffset();
    }

    void become(PartitionState next) {
        if (!state.equals(next)) {
            state = next;
            store.listeners().tell(listener -> listener.stateChanged(owner, next));
        }
    }

    void create(TopicSettings settings, long startOffset) throws IOException {
        synchronized (writing) {
            use(settings);
            online(opening.create(config, startOffset));
        }
    }

    LogOpening.@Nullable Opened open(@Nullable TopicSettings settings, @Nullable Mark mark) {
        synchronized (writing) {
            if (settings != null) {
                use(settings);
            }
            flushing.restored(mark);
            if (mark != null) {
                lastOffsets = new Slice.Offsets(mark.startOffset(), mark.endOffset(), mark.endOffset());
            }
            return tryToOpen();
        }
    }

    private LogOpening.@Nullable Opened tryToOpen() {
        try {
            LogOpening.Opened opened = opening.open(config, flushing.mark());
            online(opened.log());
            if (opened.replayedBytes() > 0 || opened.rescanned()) {
                flushing.appended(opened.replayedBytes(), true);
            }
            retryMillis = RETRY_MILLIS_MIN;
            return opened;
        } catch (IOException | RuntimeException | InternalError e) {
            warn(e, "The files of this partition cannot be opened; it is tried again.");
            become(new PartitionState.Offline("Its files cannot be opened: " + e.getMessage()));
            retryAtMillis = store.engine().time().milliseconds() + retryMillis;
            retryMillis = Math.min(2 * retryMillis, RETRY_MILLIS_MAX);
            return null;
        }
    }

    private void online(EngineLog opened) {
        log = opened;
        segmentSinceMillis = store.engine().time().milliseconds();
        if (config.compact) {
            store.compaction().add(partition, opened.unwrap());
        }
        become(new PartitionState.Online());
    }

    private void use(TopicSettings settings) {
        config = LogConfigs.of(settings, store.engine().settings());
        eager = settings.compactedEagerly() && settings.compacted();
    }

    void configure(TopicSettings settings) {
        synchronized (writing) {
            use(settings);
            EngineLog open = log;
            if (open != null) {
                store.compaction().remove(partition);
                open.configure(config);
                if (config.compact) {
                    store.compaction().add(partition, open.unwrap());
                }
            }
        }
    }

    /** Hears of every I/O error, from whatever the engine was doing. */
    void failed(Exception cause) {
        if (log != null) {
            warn(cause, "An operation on the files of this partition has failed.");
        }
    }

    /** The log cannot be relied on: it is closed, and opened again later. */
    void goOffline(EngineLog failing, Throwable cause) {
        synchronized (writing) {
            if (log == failing) {
                closeForNow(failing);
                warn(cause, "The files of this partition have failed; it is opened again.");
                become(new PartitionState.Offline("Its files have failed: " + cause.getMessage()));
                retryAtMillis = store.engine().time().milliseconds();
            }
        }
    }

    private void closeForNow(EngineLog open) {
        lastOffsets = open.offsets();
        log = null;
        store.compaction().remove(partition);
        open.closeQuietly();
        flushing.truncated();
    }

    /** To be called now and then. */
    void heal() {
        synchronized (writing) {
            boolean offline = log == null && !deleted;
            if (offline && store.engine().time().milliseconds() >= retryAtMillis) {
                reopen();
            }
        }
    }

    private void reopen() {
        long endBefore = lastOffsets.highWatermark();
        if (tryToOpen() != null && endOffset() < endBefore) {
            store.listeners().tell(listener -> listener.truncated(owner));
        }
    }

    /** Cuts the log back to before the damage that a reader has met in a segment; the rest is fetched again. */
    void repair(EngineLog damaged, long segment) {
        synchronized (writing) {
            if (log != damaged) {
                return;
            }
            try {
                Damage damage =
                        Damage.find(damaged.segments(), damaged.unwrap().logEndOffset(), segment, !config.compact);
                closeForNow(damaged);
                become(new PartitionState.Offline("It is damaged and is being repaired."));
                damage.cutOff(directory);
                reopen();
                logger.atWarn()
                        .addKeyValue(LogKey.TOPIC, partition.topic())
                        .addKeyValue(LogKey.PARTITION, partition.partition())
                        .addKeyValue(LogKey.SEGMENT, damage.segment())
                        .addKeyValue(LogKey.POSITION, damage.soundBytes())
                        .log(
                                damage.inBatches()
                                        ? "A segment is damaged; the log was cut back there and is fetched again from"
                                                + " there."
                                        : "The index of a segment was damaged and has been built again.");
            } catch (IOException | RuntimeException | InternalError e) {
                goOffline(damaged, e);
            }
        }
    }

    /** Flushes and marks. */
    void flush() {
        EngineLog open = log;
        if (open == null) {
            return;
        }
        try {
            flushing.flush(open);
        } catch (Flushing.NotFlushed e) {
            goOffline(open, e);
        } catch (IOException | KafkaStorageException | InternalError e) {
            if (!store.room().wasLackOfRoom(e)) {
                goOffline(open, e);
            } else if (log == open) {
                warn(e, "There is no room to note how much of this partition is flushed; it is tried again.");
            }
        }
    }

    /** For a compacted topic that is compacted eagerly: what is in the active segment cannot be compacted. */
    void rollForCompaction(long ageMaxMillis, int bytesMax) throws IOException {
        synchronized (writing) {
            EngineLog open = log;
            if (open == null || !eager) {
                return;
            }
            long now = store.engine().time().milliseconds();
            int active = open.unwrap().activeSegment().size();
            boolean worthIt = active > open.unwrap().size() * LogConfigs.EAGER_DIRTY_RATIO;
            boolean dueNow = active >= bytesMax || now - segmentSinceMillis >= ageMaxMillis;
            if (active > 0 && worthIt && dueNow) {
                open.roll();
                segmentSinceMillis = now;
                flushing.appended(0, true);
            }
        }
    }

    int deleteOldSegments() throws IOException {
        EngineLog open = log;
        int[] count = {0};
        if (open != null) {
            store.compaction().unlessCompacted(partition, () -> count[0] = open.deleteOldSegments());
        }
        return count[0];
    }

    void close() {
        synchronized (writing) {
            EngineLog open = log;
            if (open != null) {
                lastOffsets = open.offsets();
                log = null;
                store.compaction().remove(partition);
                open.close();
                state = new PartitionState.Offline("It is closed.");
            }
            deleted = true;
        }
    }

    void delete() {
        synchronized (writing) {
            deleted = true;
            EngineLog open = log;
            log = null;
            flushing.forgotten();
            store.compaction().forget(partition);
            become(new PartitionState.Offline("It is deleted."));
            deleteFiles(open);
        }
        store.listeners().tell(listener -> listener.truncated(owner));
    }

    private void deleteFiles(@Nullable EngineLog open) {
        try {
            if (open != null) {
                open.delete();
            } else {
                Trees.delete(directory);
            }
        } catch (IOException | KafkaStorageException e) {
            warn(e, "Not all files of a deleted partition could be deleted.");
        }
    }

    /** What is tried again and again is told now and then. */
    private void warn(Throwable cause, String message) {
        long now = store.engine().time().milliseconds();
        boolean again = message.equals(lastWarning) && now - lastWarningMillis < WARNING_MILLIS_MIN;
        logger.atLevel(again ? Level.DEBUG : Level.WARN)
                .addKeyValue(LogKey.TOPIC, partition.topic())
                .addKeyValue(LogKey.PARTITION, partition.partition())
                .setCause(cause)
                .log(message);
        if (!again) {
            lastWarning = message;
            lastWarningMillis = now;
        }
    }
}
