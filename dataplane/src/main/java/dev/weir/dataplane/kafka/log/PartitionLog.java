package dev.weir.dataplane.kafka.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * The copy of one partition. Appended to as a follower does; read by any number of threads at the same time. A fault of
 * its files concerns it alone, and it comes back by itself.
 *
 * <p>Everything may be called from any thread. Writing calls wait for each other; reading ones wait for nothing but the
 * disk.
 */
public final class PartitionLog {
    private final PartitionFiles files;
    private final StoreParts store;
    private final Object writing;

    PartitionLog(TopicPartition partition, Uuid topicId, Path directory, StoreParts store) {
        this.files = new PartitionFiles(this, partition, topicId, directory, store);
        this.store = store;
        this.writing = files.writing();
    }

    PartitionFiles files() {
        return files;
    }

    public TopicPartition topicPartition() {
        return files.partition();
    }

    public Uuid topicId() {
        return files.topicId();
    }

    public PartitionState state() {
        return files.state();
    }

    /**
     * Appends what was fetched from the offset, unless the log ends elsewhere by now (damage was cut off): the gap
     * would be taken for one that upstream has.
     */
    public AppendResult appendAt(long offset, MemoryRecords batches, int leaderEpoch) throws LogException {
        synchronized (writing) {
            if (endOffset() != offset) {
                throw new LogException.OutOfOrder(
                        "the log ends at " + endOffset() + " and they were fetched from " + offset);
            }
            return append(batches, leaderEpoch);
        }
    }

    /**
     * Appends batches as upstream sent them, byte for byte. Gaps between offsets are kept. A batch cut off at the end
     * is left out.
     *
     * @param leaderEpoch the leader epoch in which they were fetched; batches of a later one are left out
     */
    public AppendResult append(MemoryRecords batches, int leaderEpoch) throws LogException {
        synchronized (writing) {
            EngineLog log = opened();
            Optional<String> lack = store.room().lacksFor(batches.sizeInBytes());
            if (lack.isPresent()) {
                files.become(new PartitionState.ReadOnly(lack.get()));
                throw new LogException.DiskFull(lack.get());
            }
            try {
                long segment = log.activeSegmentOffset();
                AppendResult result = log.appending().append(batches, leaderEpoch);
                files.flushing().appended(result.bytes(), log.activeSegmentOffset() != segment);
                files.become(new PartitionState.Online());
                return result;
            } catch (LogException e) {
                throw e;
            } catch (Appending.NotWritten e) {
                throw notWritten(e);
            } catch (IOException e) {
                throw failed(log, e);
            }
        }
    }

    private LogException notWritten(Appending.NotWritten e) {
        boolean full = store.room().wasLackOfRoom(e);
        String reason = (full ? "The volume is full: " : "The volume does not take writes: ") + e.getMessage();
        files.become(new PartitionState.ReadOnly(reason));
        return full ? new LogException.DiskFull(reason) : new LogException.Unavailable(reason, e);
    }

    /** Takes up to where upstream says that everything is committed; readers see no further. */
    public void commit(long highWatermark) {
        EngineLog log = files.log();
        try {
            if (log != null && log.commit(highWatermark)) {
                store.listeners().tell(listener -> listener.committed(this));
            }
        } catch (IOException | KafkaStorageException e) {
            files.failed(e);
        }
    }

    /**
     * Reads record batches from the one that contains the offset or comes next. They are whole, except that the last
     * one may be cut off, which consumers know how to handle.
     *
     * @param atLeastOneBatch gives the first batch even if it is larger than {@code maxBytes}
     */
    public Read read(long offset, int maxBytes, boolean atLeastOneBatch, IsolationLevel isolation) {
        EngineLog log = files.log();
        if (log == null) {
            return files.offline();
        }
        try {
            return log.reading().read(offset, maxBytes, atLeastOneBatch, isolation);
        } catch (Reading.Damaged e) {
            store.engine().executor().execute(() -> files.repair(log, e.segment()));
            return new Read.Offline("It is damaged at offset " + offset + " and is being repaired.");
        } catch (IOException | KafkaException | UncheckedIOException | InternalError e) {
            return files.log() == log ? new Read.Offline("Reading has failed: " + e.getMessage()) : files.offline();
        }
    }

    public long startOffset() {
        return files.offsets().startOffset();
    }

    public long highWatermark() {
        return files.offsets().highWatermark();
    }

    public long lastStableOffset() {
        return files.offsets().lastStableOffset();
    }

    /** The offset to fetch from: that of the next batch to append. */
    public long endOffset() {
        return files.endOffset();
    }

    public OptionalInt latestEpoch() {
        EngineLog log = files.log();
        return log == null ? OptionalInt.empty() : log.latestEpoch();
    }

    /** Where the epoch, or the latest one before it, ends; {@link EpochEnd#UNKNOWN} when none is known. */
    public EpochEnd endOffsetForEpoch(int leaderEpoch) {
        EngineLog log = files.log();
        return log == null ? EpochEnd.UNKNOWN : log.endOffsetForEpoch(leaderEpoch);
    }

    /**
     * As ListOffsets asks: the first readable record that is not older than the timestamp, or the earliest (-2, -4),
     * latest (-1) or that of the largest timestamp (-3). Empty when there is none.
     */
    public Optional<TimedOffset> offsetForTimestamp(long timestamp, IsolationLevel isolation) throws LogException {
        EngineLog log = opened();
        try {
            return log.offsetForTimestamp(timestamp, isolation);
        } catch (KafkaStorageException | CorruptRecordException | InternalError e) {
            throw new LogException.Unavailable("The partition's files cannot be searched: " + e.getMessage(), e);
        }
    }

    /** What is below has gone upstream, and goes here. Beyond the end, the log begins anew there. */
    public void advanceStart(long offset) throws LogException {
        synchronized (writing) {
            EngineLog log = opened();
            if (offset > log.unwrap().logEndOffset()) {
                truncateFullyAndStartAt(offset);
            } else if (offset > log.unwrap().logStartOffset()) {
                change(log, () -> log.advanceStart(offset));
            }
        }
    }

    /** Cuts back to the offset, or to the beginning of the batch that holds it: ask {@link #endOffset} afterwards. */
    public void truncateTo(long offset) throws LogException {
        synchronized (writing) {
            EngineLog log = opened();
            if (offset < log.unwrap().logEndOffset()) {
                cut(log, () -> log.truncateTo(offset));
            }
        }
    }

    /** Forgets everything and goes on from the offset. */
    public void truncateFullyAndStartAt(long offset) throws LogException {
        synchronized (writing) {
            EngineLog log = opened();
            cut(log, () -> log.truncateFullyAndStartAt(offset));
        }
    }

    private void cut(EngineLog log, Compaction.IoAction cut) throws LogException {
        change(log, () -> store.compaction().whilePaused(topicPartition(), log.unwrap(), cut));
        files.flushing().truncated();
        store.listeners().tell(listener -> listener.truncated(this));
    }

    private void change(EngineLog log, Compaction.IoAction change) throws LogException {
        try {
            change.run();
        } catch (IOException | KafkaStorageException | InternalError e) {
            throw failed(log, e);
        }
    }

    /** Whether later records of a key replace earlier ones. */
    public boolean isCompacted() {
        EngineLog log = files.log();
        return log != null && log.unwrap().config().compact;
    }

    /** The segment that has the offset, where nothing is added to it any more and all of it is committed. */
    public Optional<SealedSegment> sealedSegment(long offset) {
        EngineLog log = files.log();
        return log == null ? Optional.empty() : log.reading().sealed(offset);
    }

    public long bytes() {
        EngineLog log = files.log();
        return log == null ? 0 : log.unwrap().size();
    }

    public int segments() {
        EngineLog log = files.log();
        return log == null ? 0 : log.unwrap().numberOfSegments();
    }

    private EngineLog opened() throws LogException.Unavailable {
        EngineLog log = files.log();
        if (log == null) {
            throw new LogException.Unavailable(files.offline().reason());
        }
        return log;
    }

    private LogException failed(EngineLog log, Throwable cause) {
        files.goOffline(log, cause);
        return new LogException.Unavailable("The partition's files have failed: " + cause.getMessage(), cause);
    }
}
