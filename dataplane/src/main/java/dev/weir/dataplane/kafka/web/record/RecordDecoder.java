package dev.weir.dataplane.kafka.web.record;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.common.utils.internals.CloseableIterator;

/**
 * Makes messages of record batches. What was decoded lately is kept, within a bound, because readers of a topic mostly
 * are where its end is: a batch is decompressed once for all of them. Any thread.
 */
public final class RecordDecoder {
    private final Cache<BatchKey, List<Message>> recent;

    /** The checksum tells a batch from what compaction has left of it. */
    private record BatchKey(Uuid topicId, int partition, long baseOffset, long lastOffset, long checksum) {}

    /** @param recentBytesMax how much of what was decoded lately is kept */
    public RecordDecoder(long recentBytesMax) {
        recent = Caffeine.newBuilder()
                .maximumWeight(recentBytesMax)
                .<BatchKey, List<Message>>weigher((key, list) ->
                        128 + list.stream().mapToInt(Message::footprint).sum())
                .executor(Runnable::run)
                .build();
    }

    /**
     * The committed messages from the offset on.
     *
     * @param records whole batches, from the one that contains the offset or comes next; the last may be cut off
     * @param aborted the transactions in them that were aborted
     */
    public Messages decode(
            Uuid topicId, TopicPartition partition, long from, Records records, List<AbortedTransaction> aborted) {
        var transactions = new AbortedTransactions(aborted);
        var messages = new ArrayList<Message>();
        long next = from;
        for (RecordBatch batch : records.batches()) {
            boolean left = transactions.has(batch) || batch.isControlBatch();
            next = Math.max(next, batch.nextOffset());
            if (!left && batch.lastOffset() >= from) {
                for (Message message : messages(topicId, partition.partition(), batch)) {
                    if (message.offset() >= from) {
                        messages.add(message);
                    }
                }
            }
        }
        return new Messages(messages, next);
    }

    private List<Message> messages(Uuid topicId, int partition, RecordBatch batch) {
        var key = new BatchKey(topicId, partition, batch.baseOffset(), batch.lastOffset(), batch.checksum());
        List<Message> known = recent.getIfPresent(key);
        if (known == null) {
            known = read(partition, batch);
            recent.put(key, known);
        }
        return known;
    }

    private static List<Message> read(int partition, RecordBatch batch) {
        var messages = new ArrayList<Message>();
        try (CloseableIterator<Record> records = batch.streamingIterator(BufferSupplier.NO_CACHING)) {
            records.forEachRemaining(record -> messages.add(new Message(partition, record)));
        }
        return List.copyOf(messages);
    }
}
