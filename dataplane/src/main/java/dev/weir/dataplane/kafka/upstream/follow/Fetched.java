package dev.weir.dataplane.kafka.upstream.follow;

import dev.weir.dataplane.kafka.log.AppendResult;
import dev.weir.dataplane.kafka.log.LogException;
import dev.weir.dataplane.kafka.log.PartitionLog;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/**
 * What a fetch brought for one partition, to be written.
 *
 * @param offset from where it was fetched
 * @param nextOffset after the last whole batch
 * @param leaderEpoch in which it was fetched
 * @param startOffset where upstream's log begins
 * @param count of the records, as far as batches tell it
 */
record Fetched(
        FollowedPartition partition,
        MemoryRecords records,
        long offset,
        long nextOffset,
        int leaderEpoch,
        long startOffset,
        long count) {

    /** Why it was not written, or null. A defect stops this partition, not its neighbours. Blocks on the disk. */
    @Nullable
    Exception write() {
        PartitionLog log = partition.log();
        try {
            if (records.sizeInBytes() > 0) {
                AppendResult result = log.appendAt(offset, records, leaderEpoch);
                // a consumer is given nothing that is not committed, so all of it is
                log.commit(result.endOffset());
            }
            if (startOffset > log.startOffset()) {
                log.advanceStart(startOffset);
            }
            return null;
        } catch (LogException | RuntimeException e) {
            return e;
        }
    }
}
