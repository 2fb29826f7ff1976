package dev.weir.dataplane.kafka.log;

import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Records;

/**
 * Whole record batches in one segment file, ready to be sent from there. The first batch may begin below the offset
 * asked for, as consumers expect.
 *
 * <p>The segment's file stays open, and its bytes on disk, until the slice is released: a slice counts its holders,
 * begins with one, and must be released by each. An empty slice must be released too.
 */
public final class Slice implements Read {
    private final Records records;
    private final int position;
    private final Offsets offsets;
    private final Optional<List<AbortedTransaction>> aborted;
    private final OpenReads.Hold hold;

    Slice(
            Records records,
            int position,
            Offsets offsets,
            Optional<List<AbortedTransaction>> aborted,
            OpenReads.Hold hold) {
        this.records = records;
        this.position = position;
        this.offsets = offsets;
        this.aborted = aborted;
        this.hold = hold;
    }

    /** The log's offsets at the time of the read, for the fetch response. */
    public record Offsets(long startOffset, long highWatermark, long lastStableOffset) {}

    public Offsets offsets() {
        return offsets;
    }

    /** Nothing to read yet at that offset: park, or answer without records. */
    public boolean isEmpty() {
        return length() == 0;
    }

    /** Bytes, all of them whole batches. */
    public int length() {
        return records.sizeInBytes();
    }

    /** Where the bytes begin in {@link #channel}. */
    public long position() {
        return position;
    }

    /** The segment's own channel: never close it, never move its position. Not of an empty slice. */
    public FileChannel channel() {
        return ((FileRecords) records).channel();
    }

    /** The batches, to be iterated or copied. */
    public Records records() {
        return records;
    }

    /** Present for read_committed: the transactions in this range that were aborted, as a fetch response lists them. */
    public Optional<List<AbortedTransaction>> abortedTransactions() {
        return aborted;
    }

    public void retain() {
        hold.retain();
    }

    public void release() {
        hold.release();
    }
}
