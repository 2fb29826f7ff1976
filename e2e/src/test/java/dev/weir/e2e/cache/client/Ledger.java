package dev.weir.e2e.cache.client;

import static org.assertj.core.api.Assertions.fail;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** What producers were promised: records that were acknowledged, and records of transactions that were aborted. */
public final class Ledger {
    private final Map<TopicPartition, TreeMap<Long, String>> promised = new HashMap<>();
    private final Set<String> aborted = new HashSet<>();
    private int count;

    /** The texts that were sent and the places that were acknowledged, in the same order. */
    public synchronized void promise(List<String> texts, List<RecordMetadata> places) {
        for (int i = 0; i < texts.size(); i++) {
            RecordMetadata place = places.get(i);
            promised.computeIfAbsent(new TopicPartition(place.topic(), place.partition()), absent -> new TreeMap<>())
                    .put(place.offset(), texts.get(i));
        }
        count += texts.size();
    }

    public synchronized void abort(List<String> texts) {
        aborted.addAll(texts);
    }

    public synchronized int count() {
        return count;
    }

    /**
     * Fails unless every promise is kept by what a reader of committed records saw of the topics, from where their
     * partitions begin now.
     */
    public synchronized void mustBeKeptBy(
            Contents committed, Map<TopicPartition, Long> starts, Predicate<String> topics) {
        promised.forEach((partition, records) -> {
            if (topics.test(partition.topic())) {
                var seen = new HashMap<Long, String>();
                committed.of(partition).forEach(record -> seen.put(record.offset(), record.text()));
                records.tailMap(starts.getOrDefault(partition, 0L)).forEach((offset, text) -> {
                    if (!text.equals(seen.get(offset))) {
                        fail(
                                "%s: offset %d was acknowledged as %s, here is %s",
                                partition, offset, text, seen.get(offset));
                    }
                });
            }
        });
        noneTwiceAndNoneAborted(committed.only(topics));
    }

    private void noneTwiceAndNoneAborted(Contents committed) {
        var before = new HashMap<String, String>();
        for (TopicPartition partition : committed.partitions()) {
            for (Seen record : committed.of(partition)) {
                String place = partition + " offset " + record.offset();
                String first = before.put(record.text(), place);
                if (first != null) {
                    fail("%s is at %s and again at %s", record.text(), first, place);
                }
                if (aborted.contains(record.text())) {
                    fail("%s at %s belongs to a transaction that was aborted", record.text(), place);
                }
            }
        }
    }
}
