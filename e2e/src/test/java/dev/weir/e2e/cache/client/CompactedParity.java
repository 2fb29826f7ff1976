package dev.weir.e2e.cache.client;

import static org.assertj.core.api.Assertions.fail;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What two copies of a compacted log have in common however thoroughly each was cleaned: the order, what stands at an
 * offset that both have, and the newest record of every key. Only a tombstone may be gone from one of them, and then
 * nothing of its key may be left there.
 */
public final class CompactedParity {
    private final String where;

    private CompactedParity(String where) {
        this.where = where;
    }

    public static void mustHold(Contents broker, Contents here, String reader) {
        NavigableSet<TopicPartition> either = broker.partitions();
        either.addAll(here.partitions());
        for (TopicPartition partition : either) {
            new CompactedParity(reader + ": " + partition).mustHold(broker.of(partition), here.of(partition));
        }
    }

    private void mustHold(List<Seen> broker, List<Seen> here) {
        mustRise(here);
        mustAgreeOnOffsets(broker, here);
        Map<Bytes, Seen> newestThere = newest(broker);
        Map<Bytes, Seen> newestHere = newest(here);
        var keys = new HashSet<>(newestThere.keySet());
        keys.addAll(newestHere.keySet());
        for (Bytes key : keys) {
            mustAgreeOnNewest(key, newestThere.get(key), newestHere.get(key));
        }
    }

    private void mustRise(List<Seen> records) {
        for (int i = 1; i < records.size(); i++) {
            if (records.get(i).offset() <= records.get(i - 1).offset()) {
                fail("%s: %s comes after %s", where, records.get(i), records.get(i - 1));
            }
        }
    }

    private void mustAgreeOnOffsets(List<Seen> broker, List<Seen> here) {
        var there = new HashMap<Long, Seen>();
        broker.forEach(record -> there.put(record.offset(), record));
        for (Seen record : here) {
            Seen same = there.getOrDefault(record.offset(), record);
            if (!same.equals(record)) {
                fail("%s: differs%n  broker: %s%n  here:   %s", where, same, record);
            }
        }
    }

    private void mustAgreeOnNewest(Bytes key, @Nullable Seen there, @Nullable Seen here) {
        if (!Objects.equals(there, here) && !isForgottenTombstone(there, here) && !isForgottenTombstone(here, there)) {
            fail("%s: the newest of key %s differs%n  broker: %s%n  here:   %s", where, key, there, here);
        }
    }

    private static boolean isForgottenTombstone(@Nullable Seen kept, @Nullable Seen forgotten) {
        return kept != null && kept.value() == null && forgotten == null;
    }

    private static Map<Bytes, Seen> newest(List<Seen> records) {
        var newest = new HashMap<Bytes, Seen>();
        records.forEach(record -> newest.put(Objects.requireNonNull(record.key()), record));
        return newest;
    }
}
