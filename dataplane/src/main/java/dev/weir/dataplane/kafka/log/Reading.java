package dev.weir.dataplane.kafka.log;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.storage.internals.log.FetchDataInfo;
import org.apache.kafka.storage.internals.log.LogSegment;
import org.apache.kafka.storage.internals.log.UnifiedLog;

/** Reads from one log while it is open. Any thread. */
final class Reading {
    /** Consumers, not replicas, read here: to the high watermark or to the last stable offset. */
    private static final int NO_REPLICA = -1;

    private static final AtomicLong GENERATIONS = new AtomicLong();

    private final UnifiedLog log;
    private final OpenReads reads;
    private volatile Verification verification;
    private volatile long generation = GENERATIONS.incrementAndGet();

    Reading(UnifiedLog log, OpenReads reads) {
        this.log = log;
        this.reads = reads;
        this.verification = new Verification(log.logSegments(), log.logEndOffset());
    }

    /** What this process has appended is not what it was: the log has been cut, and may have been appended to since. */
    void cut() {
        verification = new Verification(log.logSegments(), log.logEndOffset());
        generation = GENERATIONS.incrementAndGet();
    }

    /** The segment with the offset, where nothing is added to it any more and all of it is committed. */
    Optional<SealedSegment> sealed(long offset) {
        long before = generation;
        List<LogSegment> segments = log.logSegments(offset, Long.MAX_VALUE);
        if (segments.size() < 2 || segments.getFirst().baseOffset() > offset) {
            return Optional.empty();
        }
        var sealed = new SealedSegment(
                segments.getFirst().baseOffset(), segments.get(1).baseOffset(), before);
        boolean decided = sealed.endOffset() <= log.lastStableOffset();
        return decided && generation == before ? Optional.of(sealed) : Optional.empty();
    }

    /** What lies at the offset cannot be served, for the segment of this base offset, or before, is damaged. */
    static final class Damaged extends Exception {
        private static final long serialVersionUID = 1;

        private final long segment;

        Damaged(long segment) {
            super(null, null, false, false);
            this.segment = segment;
        }

        long segment() {
            return segment;
        }
    }

    Read read(long offset, int maxBytes, boolean atLeastOneBatch, IsolationLevel isolation)
            throws IOException, Damaged {
        OpenReads.Hold hold = reads.begin();
        boolean handedOut = false;
        try {
            FetchDataInfo found = log.read(offset, maxBytes, FetchIsolation.of(NO_REPLICA, isolation), atLeastOneBatch);
            Records records = sound(offset, found);
            handedOut = true;
            int position = found.fetchOffsetMetadata.relativePositionInSegment;
            return new Slice(records, position, offsets(), found.abortedTransactions, hold);
        } catch (OffsetOutOfRangeException e) {
            Slice.Offsets offsets = offsets();
            return new Read.OutOfRange(offsets.startOffset(), offsets.highWatermark(), log.logEndOffset());
        } catch (CorruptRecordException e) {
            throw new Damaged(offset);
        } finally {
            if (!handedOut) {
                hold.release();
            }
        }
    }

    private Records sound(long offset, FetchDataInfo found) throws Damaged {
        Records records = found.records;
        int length = records.sizeInBytes();
        if (length > 0
                && !log.config().compact
                && verification.misses(offset, found.fetchOffsetMetadata.segmentBaseOffset)) {
            throw new Damaged(offset);
        }
        Verification.Finding finding = length > 0
                ? verification.check(
                        offset,
                        found.fetchOffsetMetadata.segmentBaseOffset,
                        found.fetchOffsetMetadata.relativePositionInSegment,
                        length)
                : offset < log.highWatermark()
                        ? verification.check(offset, Long.MAX_VALUE, 0, 0)
                        : Verification.Finding.SOUND;
        if (finding.soundBytes() >= length && finding.segment() < 0) {
            return records;
        }
        if (finding.soundBytes() == 0) {
            throw new Damaged(finding.segment());
        }
        return records.slice(0, finding.soundBytes());
    }

    Slice.Offsets offsets() {
        return new Slice.Offsets(log.logStartOffset(), log.highWatermark(), log.lastStableOffset());
    }
}
