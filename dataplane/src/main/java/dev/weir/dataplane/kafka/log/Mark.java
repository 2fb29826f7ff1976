package dev.weir.dataplane.kafka.log;

/**
 * How far a partition is known to be safely on disk: up to {@code endOffset}, which is {@code bytes} into the segment
 * that begins at {@code segment}. What lies beyond was written later and is checked after a crash; what lies below
 * needs no second look.
 *
 * @param fingerprint of the bytes just before that point, to tell that the file is still the one that was marked
 * @param offsetEntries entries in that segment's offset index; index files keep their full size while they grow
 * @param timeEntries entries in its time index
 * @param abortedBytes bytes in its index of aborted transactions
 */
record Mark(
        long startOffset,
        long endOffset,
        long segment,
        int bytes,
        int fingerprint,
        int offsetEntries,
        int timeEntries,
        int abortedBytes) {

    Mark withStartOffset(long offset) {
        return offset == startOffset
                ? this
                : new Mark(offset, endOffset, segment, bytes, fingerprint, offsetEntries, timeEntries, abortedBytes);
    }
}
