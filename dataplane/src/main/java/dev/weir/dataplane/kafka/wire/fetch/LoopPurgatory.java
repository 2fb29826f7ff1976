package dev.weir.dataplane.kafka.wire.fetch;

import io.netty.util.concurrent.EventExecutor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;

/** The fetches that wait on one event loop. */
final class LoopPurgatory {
    private final EventExecutor loop;
    private final Map<TopicPartition, Waiting> waiting = new ConcurrentHashMap<>();
    private final Set<PendingFetch> all = new HashSet<>();
    private final AtomicBoolean wakingAll = new AtomicBoolean();
    private volatile int size;

    /** Who waits for one partition. The set is the loop's alone. */
    private static final class Waiting {
        private final Set<PendingFetch> fetches = new HashSet<>();
        private final AtomicBoolean waking = new AtomicBoolean();
    }

    LoopPurgatory(EventExecutor loop) {
        this.loop = loop;
    }

    /** Waits for these partitions, and for changes of topics. Look once more afterwards: it may just have happened. */
    void enter(PendingFetch fetch, Set<TopicPartition> partitions) {
        all.add(fetch);
        size = all.size();
        for (TopicPartition partition : partitions) {
            waiting.computeIfAbsent(partition, key -> new Waiting()).fetches.add(fetch);
        }
    }

    void leave(PendingFetch fetch, Set<TopicPartition> partitions) {
        all.remove(fetch);
        size = all.size();
        for (TopicPartition partition : partitions) {
            Waiting entry = waiting.get(partition);
            if (entry != null && entry.fetches.remove(fetch) && entry.fetches.isEmpty()) {
                waiting.remove(partition);
            }
        }
    }

    /** Any thread. However often it is called until the loop comes round, everybody looks once. */
    void wake(TopicPartition partition) {
        Waiting entry = waiting.get(partition);
        if (entry != null && entry.waking.compareAndSet(false, true)) {
            execute(() -> {
                entry.waking.set(false);
                List.copyOf(entry.fetches).forEach(PendingFetch::look);
            });
        }
    }

    /** Any thread. */
    void wakeAll() {
        if (size > 0 && wakingAll.compareAndSet(false, true)) {
            execute(() -> {
                wakingAll.set(false);
                List.copyOf(all).forEach(PendingFetch::look);
            });
        }
    }

    private void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) { // the loop ends, and with it every connection on it
        }
    }

    int size() {
        return size;
    }
}
