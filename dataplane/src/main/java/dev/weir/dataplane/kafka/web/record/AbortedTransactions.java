package dev.weir.dataplane.kafka.web.record;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/** Tells, batch by batch in their order, which are of transactions that were aborted. */
final class AbortedTransactions {
    private final PriorityQueue<AbortedTransaction> ahead =
            new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));
    private final Set<Long> producers = new HashSet<>();

    AbortedTransactions(List<AbortedTransaction> transactions) {
        ahead.addAll(transactions);
    }

    boolean has(RecordBatch batch) {
        while (!ahead.isEmpty() && ahead.peek().firstOffset() <= batch.lastOffset()) {
            producers.add(ahead.remove().producerId());
        }
        if (batch.isControlBatch() && isAbort(batch)) {
            producers.remove(batch.producerId());
        }
        return batch.isTransactional() && producers.contains(batch.producerId());
    }

    private static boolean isAbort(RecordBatch batch) {
        for (Record record : batch) {
            return ControlRecordType.parse(record.key()) == ControlRecordType.ABORT;
        }
        return false; // compacted away
    }
}
