package dev.weir.dataplane.kafka.log;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.server.storage.log.UnexpectedAppendOffsetException;
import org.apache.kafka.storage.internals.log.LogAppendInfo;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.LogSegment;
import org.apache.kafka.storage.internals.log.OffsetsOutOfOrderException;
import org.apache.kafka.storage.internals.log.UnifiedLog;

/** Appends to one log as a follower does, and leaves it as it was when that fails half-way. One call at a time. */
final class Appending {
    private final UnifiedLog log;

    Appending(UnifiedLog log) {
        this.log = log;
    }

    /** Its bytes could neither be written nor be taken back: the log must be opened anew. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1;

        Broken(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** The volume did not take the bytes; nothing of them is left in the log. */
    static final class NotWritten extends IOException {
        private static final long serialVersionUID = 1;

        NotWritten(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    AppendResult append(MemoryRecords batches, int leaderEpoch) throws IOException {
        int limit = log.config().segmentSize();
        if (batches.sizeInBytes() <= limit) {
            return appendAligned(batches, leaderEpoch);
        }
        AppendResult total = new AppendResult(-1, log.logEndOffset() - 1, 0, log.logEndOffset());
        int from = 0;
        while (from < batches.sizeInBytes()) {
            int length = wholeBatches(batches.slice(from, batches.sizeInBytes() - from), limit);
            if (length == 0) {
                break;
            }
            if (length > limit) {
                allowSegmentOf(length);
            }
            AppendResult part = appendAligned(batches.slice(from, length), leaderEpoch);
            total = new AppendResult(
                    total.bytes() == 0 ? part.firstOffset() : total.firstOffset(),
                    part.lastOffset(),
                    total.bytes() + part.bytes(),
                    part.endOffset());
            if (part.bytes() < length) {
                break;
            }
            from += length;
        }
        return total;
    }

    /** Bytes of as many whole batches as fit into the limit, or of the first one alone. */
    private static int wholeBatches(MemoryRecords batches, int limit) throws LogException.Corrupt {
        int bytes = 0;
        try {
            for (MutableRecordBatch batch : batches.batches()) {
                if (bytes > 0 && bytes + batch.sizeInBytes() > limit) {
                    break;
                }
                bytes += batch.sizeInBytes();
            }
        } catch (CorruptRecordException e) {
            if (bytes == 0) {
                throw new LogException.Corrupt(e);
            }
        }
        return bytes;
    }

    /** The topic's segment size was made smaller than a batch that upstream holds. */
    private void allowSegmentOf(int bytes) {
        Map<String, Object> values = new HashMap<>(log.config().originals());
        values.put(LogConfig.INTERNAL_SEGMENT_BYTES_CONFIG, bytes);
        log.updateConfig(new LogConfig(values));
    }

    /**
     * Upstream answers with whole batches, so the first one may begin below the offset asked for. In a log that is
     * still empty it can be taken all the same: the log then begins within its first batch, as it does upstream.
     */
    private AppendResult appendAligned(MemoryRecords batches, int leaderEpoch) throws IOException {
        try {
            return appendOnce(batches, leaderEpoch);
        } catch (UnexpectedAppendOffsetException e) {
            long end = log.logEndOffset();
            boolean straddles = e.firstOffset < end && e.lastOffset >= end;
            if (log.logStartOffset() < end || !straddles) {
                throw new LogException.OutOfOrder(e);
            }
            log.truncateFullyAndStartAt(e.firstOffset, Optional.of(end));
            try {
                return appendOnce(batches, leaderEpoch);
            } catch (UnexpectedAppendOffsetException again) {
                throw new LogException.OutOfOrder(again);
            }
        }
    }

    private AppendResult appendOnce(MemoryRecords batches, int leaderEpoch) throws IOException {
        LogSegment segment = log.activeSegment();
        int size = segment.size();
        long end = log.logEndOffset();
        try {
            LogAppendInfo info = log.appendAsFollower(batches, leaderEpoch);
            return info.validBytes() <= 0
                    ? new AppendResult(-1, end - 1, 0, end)
                    : new AppendResult(
                            info.firstOrLastOffsetOfFirstBatch(),
                            info.lastOffset(),
                            info.validBytes(),
                            log.logEndOffset());
        } catch (CorruptRecordException | InvalidRecordException e) {
            throw new LogException.Corrupt(e);
        } catch (OffsetsOutOfOrderException e) {
            throw new LogException.OutOfOrder(e);
        } catch (UnexpectedAppendOffsetException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            // how the engine refuses a batch without a leader epoch
            takeBack(segment, size, end, e);
            throw new LogException.Corrupt(e);
        } catch (RuntimeException | InternalError e) {
            // an I/O error comes in many coats; an InternalError is a page of a mapped index that could not be written
            takeBack(segment, size, end, e);
            throw new NotWritten(e);
        }
    }

    private void takeBack(LogSegment before, int size, long end, Throwable cause) throws Broken {
        if (log.logEndOffset() != end) {
            throw new Broken(cause);
        }
        try {
            LogSegment segment = log.activeSegment();
            segment.log().truncateTo(segment.baseOffset() == before.baseOffset() ? size : 0);
            segment.offsetIndex().truncateTo(end);
            segment.timeIndex().truncateTo(end);
        } catch (IOException | RuntimeException | InternalError e) {
            cause.addSuppressed(e);
            throw new Broken(cause);
        }
    }
}
