package dev.weir.dataplane.kafka.web.read;

import dev.weir.dataplane.kafka.web.record.Messages;

/** What there is at an offset of a partition. */
sealed interface Look {
    record Found(Messages messages) implements Look {}

    /**
     * Nothing yet.
     *
     * @param told whether an append here tells when there is more; otherwise look again after a while
     */
    record Nothing(boolean told) implements Look {}

    /** The partition begins only later: what was there is gone. */
    record Below(long startOffset) implements Look {}

    /** The partition ends before: it is not the one that the reader was in. */
    record Beyond(long endOffset) implements Look {
        ReadException lost(int partition, long offset) {
            return new ReadException(
                    ReadException.Kind.GONE,
                    "partition " + partition + " ends at offset " + endOffset + ", before " + offset
                            + " where the reader was: the records were lost upstream");
        }
    }

    /** The topic is there no more, or another one of that name is. */
    record Deleted() implements Look {}

    record Unavailable(String reason) implements Look {}
}
