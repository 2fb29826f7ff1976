package dev.weir.dataplane.kafka.log;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.FileRecords.TimestampAndOffset;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.storage.internals.log.FetchDataInfo;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.LogSegment;
import org.apache.kafka.storage.internals.log.LogStartOffsetIncrementReason;
import org.apache.kafka.storage.internals.log.TimestampOffset;
import org.apache.kafka.storage.internals.log.UnifiedLog;

/**
 * One log while it is open: the engine's operations in this package's words. Writing calls are made one at a time, by
 * whoever owns the partition's lock; the others from any thread.
 */
final class EngineLog {
    private final UnifiedLog log;
    private final LogTasks tasks;
    private final Appending appending;
    private final Reading reading;

    EngineLog(UnifiedLog log, OpenReads reads, LogTasks tasks) {
        this.log = log;
        this.tasks = tasks;
        this.appending = new Appending(log);
        this.reading = new Reading(log, reads);
    }

    UnifiedLog unwrap() {
        return log;
    }

    Appending appending() {
        return appending;
    }

    boolean commit(long highWatermark) throws IOException {
        long before = log.highWatermark();
        return log.updateHighWatermark(highWatermark) > before;
    }

    Reading reading() {
        return reading;
    }

    Slice.Offsets offsets() {
        return reading.offsets();
    }

    long activeSegmentOffset() {
        return log.activeSegment().baseOffset();
    }

    OptionalInt latestEpoch() {
        Optional<Integer> epoch = log.latestEpoch();
        return epoch.isPresent() ? OptionalInt.of(epoch.get()) : OptionalInt.empty();
    }

    EpochEnd endOffsetForEpoch(int leaderEpoch) {
        return log.endOffsetForEpoch(leaderEpoch)
                .map(end -> new EpochEnd(end.epoch(), end.offset()))
                .orElse(EpochEnd.UNKNOWN);
    }

    Optional<TimedOffset> offsetForTimestamp(long timestamp, IsolationLevel isolation) {
        long readable = isolation == IsolationLevel.READ_COMMITTED ? log.lastStableOffset() : log.highWatermark();
        if (timestamp == ListOffsetsRequest.LATEST_TIMESTAMP) {
            return Optional.of(new TimedOffset(readable, RecordBatch.NO_TIMESTAMP, latestEpoch()));
        }
        boolean earliest = timestamp == ListOffsetsRequest.EARLIEST_TIMESTAMP
                || timestamp == ListOffsetsRequest.EARLIEST_LOCAL_TIMESTAMP;
        return log.fetchOffsetByTimestamp(timestamp, Optional.empty())
                .timestampAndOffsetOpt()
                .filter(found -> found.offset >= 0 && (earliest || found.offset < readable))
                .map(EngineLog::timedOffset);
    }

    private static TimedOffset timedOffset(TimestampAndOffset found) {
        Optional<Integer> epoch = found.leaderEpoch;
        return new TimedOffset(
                found.offset, found.timestamp, epoch.isPresent() ? OptionalInt.of(epoch.get()) : OptionalInt.empty());
    }

    /** Upstream does not have what is below any more; it was committed, or it could not have been deleted. */
    void advanceStart(long offset) throws IOException {
        if (offset > log.highWatermark()) {
            log.updateHighWatermark(offset);
        }
        log.maybeIncrementLogStartOffset(offset, LogStartOffsetIncrementReason.LeaderOffsetIncremented);
    }

    /**
     * Cuts back to an offset, or to the beginning of the batch that contains it: upstream sends whole batches, so a log
     * that ended within one could never be continued.
     */
    void truncateTo(long offset) throws IOException {
        long aligned = offset;
        if (offset < log.logEndOffset() && offset > log.logStartOffset()) {
            FetchDataInfo found = log.read(offset, 1, FetchIsolation.LOG_END, true);
            for (RecordBatch batch : found.records.batches()) {
                aligned = Math.min(aligned, batch.baseOffset());
                break;
            }
        }
        log.truncateTo(aligned);
        reading.cut();
    }

    void truncateFullyAndStartAt(long offset) {
        log.truncateFullyAndStartAt(offset, Optional.empty());
        reading.cut();
    }

    void configure(LogConfig config) {
        log.updateConfig(config);
    }

    int deleteOldSegments() throws IOException {
        return log.deleteOldSegments();
    }

    /** Begins a new segment, so that the one up to now can be compacted. */
    void roll() throws IOException {
        log.roll();
    }

    /** What is on disk at this moment, to be flushed up to {@link Mark#endOffset} before it counts. */
    Mark mark() throws IOException {
        LogSegment segment = log.activeSegment();
        if (segment.timeIndex().isFull()) {
            log.roll();
            segment = log.activeSegment();
        }
        // the index is sparse; without this the largest timestamp would be found only by reading the segment
        TimestampOffset latest = segment.readMaxTimestampAndOffsetSoFar();
        segment.timeIndex().maybeAppend(latest.timestamp(), latest.offset(), true);
        log.takeProducerSnapshot();
        FileRecords records = segment.log();
        return new Mark(
                log.logStartOffset(),
                log.logEndOffset(),
                segment.baseOffset(),
                records.sizeInBytes(),
                Fingerprint.of(records.channel(), records.sizeInBytes()),
                segment.offsetIndex().entries(),
                segment.timeIndex().entries(),
                Math.toIntExact(segment.txnIndex().file().length()));
    }

    void flush(Mark mark) {
        log.flushUptoOffsetExclusive(mark.endOffset());
    }

    /** The engine keeps the producers' state at each segment's beginning; those taken for marks pile up otherwise. */
    void forgetProducersAt(Mark mark) throws IOException {
        if (log.logSegments().stream().noneMatch(segment -> segment.baseOffset() == mark.endOffset())) {
            var snapshot = log.producerStateManager().removeAndMarkSnapshotForDeletion(mark.endOffset());
            if (snapshot.isPresent()) {
                snapshot.get().deleteIfExists();
            }
        }
    }

    List<LogSegment> segments() {
        return log.logSegments();
    }

    void close() {
        tasks.end();
        log.close();
        log.removeLogMetrics();
    }

    /** Gone by name at once, and its bytes as soon as nobody reads them. */
    void delete() {
        tasks.end();
        log.renameDir(UnifiedLog.logDeleteDirName(log.topicPartition()), false);
        log.removeLogMetrics();
        tasks.whenUnread(log::delete);
    }

    /** Whatever state the files are in: the indexes' mappings and the channels go. */
    void closeQuietly() {
        tasks.end();
        try {
            log.producerExpireCheck().cancel(false);
            log.closeQuietly();
            log.removeLogMetrics();
        } catch (KafkaStorageException e) {
            // quietly
        }
    }
}
