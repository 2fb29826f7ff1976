package dev.weir.dataplane.kafka.web.read;

import dev.weir.dataplane.kafka.log.LogListener;
import dev.weir.dataplane.kafka.log.PartitionLog;
import dev.weir.dataplane.kafka.log.PartitionState;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;

/** Tells readers of appends to the logs here. The appending thread leaves no more than a task for all of them. */
public final class Appends implements LogListener {
    private final Map<TopicPartition, Waiting> waiting = new ConcurrentHashMap<>();
    private final Executor executor;

    private static final class Waiting {
        private final Set<Waker> readers = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean telling = new AtomicBoolean();
    }

    public Appends(Executor executor) {
        this.executor = executor;
    }

    void add(TopicPartition partition, Waker reader) {
        waiting.compute(partition, (key, known) -> {
            Waiting entry = known == null ? new Waiting() : known;
            entry.readers.add(reader);
            return entry;
        });
    }

    void remove(TopicPartition partition, Waker reader) {
        waiting.computeIfPresent(partition, (key, entry) -> {
            entry.readers.remove(reader);
            return entry.readers.isEmpty() ? null : entry;
        });
    }

    @Override
    public void committed(PartitionLog log) {
        tell(log.topicPartition());
    }

    @Override
    public void truncated(PartitionLog log) {
        tell(log.topicPartition());
    }

    @Override
    public void stateChanged(PartitionLog log, PartitionState state) {
        tell(log.topicPartition());
    }

    private void tell(TopicPartition partition) {
        Waiting entry = waiting.get(partition);
        if (entry != null && entry.telling.compareAndSet(false, true)) {
            executor.execute(() -> {
                entry.telling.set(false);
                entry.readers.forEach(reader -> reader.tell(partition.partition()));
            });
        }
    }
}
