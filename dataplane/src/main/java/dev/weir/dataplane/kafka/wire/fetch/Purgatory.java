package dev.weir.dataplane.kafka.wire.fetch;

import dev.weir.dataplane.kafka.log.LogListener;
import dev.weir.dataplane.kafka.log.PartitionLog;
import dev.weir.dataplane.kafka.log.PartitionState;
import io.netty.util.concurrent.EventExecutor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Where fetches wait for data. Each event loop has its own part, so that waiting and leaving need no locks; whoever
 * appends only looks whether a loop has somebody waiting, and if so leaves it a task.
 */
final class Purgatory implements LogListener {
    private final Map<EventExecutor, LoopPurgatory> loops = new ConcurrentHashMap<>();

    LoopPurgatory of(EventExecutor loop) {
        return loops.computeIfAbsent(loop, LoopPurgatory::new);
    }

    @Override
    public void committed(PartitionLog log) {
        wake(log.topicPartition());
    }

    @Override
    public void truncated(PartitionLog log) {
        wake(log.topicPartition());
    }

    @Override
    public void stateChanged(PartitionLog log, PartitionState state) {
        wake(log.topicPartition());
    }

    private void wake(TopicPartition partition) {
        loops.values().forEach(loop -> loop.wake(partition));
    }

    /** Topics or their followers have changed: everybody who waits looks again. */
    void wakeAll() {
        loops.values().forEach(LoopPurgatory::wakeAll);
    }

    /** How many fetches wait. */
    int size() {
        return loops.values().stream().mapToInt(LoopPurgatory::size).sum();
    }
}
