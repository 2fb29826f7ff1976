package dev.weir.e2e.cache.client;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;

/** What a client read of some topics: the records of each partition in the order in which they arrived. */
public final class Contents {
    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final SortedMap<TopicPartition, List<Seen>> partitions = new TreeMap<>(BY_NAME);

    public void add(TopicPartition partition, Seen record) {
        partitions.computeIfAbsent(partition, absent -> new ArrayList<>()).add(record);
    }

    public void addAll(Contents others) {
        others.partitions.forEach((partition, records) -> records.forEach(record -> add(partition, record)));
    }

    public List<Seen> of(TopicPartition partition) {
        return partitions.getOrDefault(partition, List.of());
    }

    public List<Seen> of(String topic) {
        return partitions.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    public int size() {
        return partitions.values().stream().mapToInt(List::size).sum();
    }

    public NavigableSet<TopicPartition> partitions() {
        var names = new TreeSet<>(BY_NAME);
        names.addAll(partitions.keySet());
        return names;
    }

    /** As another client would have shown it. */
    public Contents seenAs(UnaryOperator<Seen> view) {
        var seen = new Contents();
        partitions.forEach((partition, records) -> records.forEach(record -> seen.add(partition, view.apply(record))));
        return seen;
    }

    /** Without the partitions of topics that {@code topic} does not match. */
    public Contents only(Predicate<String> topic) {
        var kept = new Contents();
        partitions.forEach((partition, records) -> {
            if (topic.test(partition.topic())) {
                kept.partitions.put(partition, records);
            }
        });
        return kept;
    }

    /** Fails at the first record that {@code actual} misses, has twice, in another place or differently. */
    public void mustEqual(Contents actual, String reader) {
        NavigableSet<TopicPartition> either = partitions();
        either.addAll(actual.partitions());
        for (TopicPartition partition : either) {
            mustEqual(of(partition), actual.of(partition), reader + ": " + partition);
        }
    }

    private static void mustEqual(List<Seen> expected, List<Seen> actual, String where) {
        int common = Math.min(expected.size(), actual.size());
        for (int i = 0; i < common; i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                fail("%s: record %d differs%n  broker: %s%n  here:   %s", where, i, expected.get(i), actual.get(i));
            }
        }
        if (expected.size() > common) {
            fail("%s: ends after %d of %d records, missing %s", where, common, expected.size(), expected.get(common));
        }
        if (actual.size() > common) {
            fail("%s: %d records too many, first %s", where, actual.size() - common, actual.get(common));
        }
    }
}
