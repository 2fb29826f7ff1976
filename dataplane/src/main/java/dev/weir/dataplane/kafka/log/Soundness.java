package dev.weir.dataplane.kafka.log;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.internal.FileLogInputStream.FileChannelRecordBatch;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Tells how far the batches of a segment file are sound. A batch's checksum leaves out its offset, its length and its
 * format, so these are held against the neighbours and the segment's bounds.
 */
final class Soundness {
    private final FileRecords file;
    private final long baseOffset;
    private final long endOffset;

    /** The segment's batches have offsets from the one up to, but not including, the other. */
    Soundness(FileRecords file, long baseOffset, long endOffset) {
        this.file = file;
        this.baseOffset = baseOffset;
        this.endOffset = endOffset;
    }

    /**
     * Goes through the batches from one position, where one must begin, until another is covered.
     *
     * @return where the first batch begins that is not sound; else the end of the last one, which is at or above
     *     {@code to}
     */
    int until(int from, int to) {
        int previous = from;
        int position = from;
        long next = baseOffset;
        try {
            for (FileChannelRecordBatch batch : file.batchesFrom(from)) {
                if (batch.baseOffset() < next) {
                    // either this offset is too low or the one before is too high
                    return previous;
                }
                if (position >= to) {
                    return position;
                }
                if (batch.magic() > RecordBatch.CURRENT_MAGIC_VALUE) {
                    return position;
                }
                batch.ensureValid();
                if (batch.lastOffset() >= endOffset) {
                    return position;
                }
                next = batch.nextOffset();
                previous = position;
                position += batch.sizeInBytes();
            }
        } catch (CorruptRecordException | InvalidRecordException e) {
            return Math.min(position, to);
        }
        return position;
    }
}
