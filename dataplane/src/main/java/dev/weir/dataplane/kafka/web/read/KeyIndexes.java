package dev.weir.dataplane.kafka.web.read;

import dev.weir.dataplane.kafka.log.LogListener;
import dev.weir.dataplane.kafka.log.PartitionLog;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** The indexes that are in use, one for each partition; each has a thread. */
final class KeyIndexes implements LogListener {
    private final Map<Name, KeyIndex> indexes = new ConcurrentHashMap<>();
    private final KeyMemory memory = KeyMemory.ofHeap();
    private final Appends appends;
    private final Executor threads;

    private record Name(Uuid topicId, TopicPartition partition) {}

    KeyIndexes(Appends appends, Executor threads) {
        this.appends = appends;
        this.threads = threads;
    }

    /** To be released by the caller. */
    KeyIndex of(Uuid topicId, PartitionSource source) {
        var name = new Name(topicId, source.partition());
        return indexes.compute(name, (key, known) -> known != null && known.tryRetain() ? known : begin(key, source));
    }

    private KeyIndex begin(Name name, PartitionSource source) {
        var index = new KeyIndex(source, appends, memory);
        threads.execute(() -> {
            try {
                index.follow();
            } catch (InterruptedException e) {
                // the data-plane is stopping
            } finally {
                indexes.remove(name, index);
            }
        });
        return index;
    }

    @Override
    public void truncated(PartitionLog log) {
        KeyIndex index = indexes.get(new Name(log.topicId(), log.topicPartition()));
        if (index != null) {
            index.truncated();
        }
    }

    int size() {
        return indexes.size();
    }

    long bytes() {
        return memory.used();
    }
}
