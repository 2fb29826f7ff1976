package dev.weir.dataplane.kafka.wire.fetch;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.FetchRequestData;

/**
 * The partitions that a client fetches time and again, so that it need not name them each time (KIP-227).
 *
 * <p>Used by the event loop of one connection; that and the store of sessions look at it under its own lock, because a
 * client may come back on another connection before the loss of the first is noticed.
 */
final class FetchSession {
    private final int id;
    private final boolean byTopicId;
    private final Map<FetchedPartition.Key, FetchedPartition> partitions = new LinkedHashMap<>();
    private int epoch;

    FetchSession(int id, boolean byTopicId, Collection<FetchedPartition> partitions, int epoch) {
        this.id = id;
        this.byTopicId = byTopicId;
        this.epoch = epoch;
        partitions.forEach(partition -> this.partitions.put(partition.key(), partition));
    }

    int id() {
        return id;
    }

    boolean byTopicId() {
        return byTopicId;
    }

    synchronized int epoch() {
        return epoch;
    }

    synchronized void epoch(int next) {
        epoch = next;
    }

    synchronized int size() {
        return partitions.size();
    }

    /** The partitions, in the order in which they are to be read. */
    synchronized List<FetchedPartition> partitions() {
        return List.copyOf(partitions.values());
    }

    /** Takes the changes that a request brings. */
    synchronized void update(FetchRequestData request) {
        for (FetchRequestData.FetchTopic topic : request.topics()) {
            for (FetchRequestData.FetchPartition partition : topic.partitions()) {
                var key = new FetchedPartition.Key(topic.topicId(), topic.topic(), partition.partition());
                FetchedPartition known = partitions.get(key);
                if (known == null) {
                    partitions.put(key, new FetchedPartition(key, partition));
                } else {
                    known.ask(partition);
                }
            }
        }
        for (FetchRequestData.ForgottenTopic topic : request.forgottenTopicsData()) {
            for (int partition : topic.partitions()) {
                partitions.remove(new FetchedPartition.Key(topic.topicId(), topic.topic(), partition));
            }
        }
    }

    /** Puts a partition behind the others: it just got records, and next time the others come first. */
    synchronized void defer(FetchedPartition partition) {
        if (partitions.remove(partition.key(), partition)) {
            partitions.put(partition.key(), partition);
        }
    }
}
