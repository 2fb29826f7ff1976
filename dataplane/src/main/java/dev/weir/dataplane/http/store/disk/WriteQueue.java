package dev.weir.dataplane.http.store.disk;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What waits to be written, in the order in which it happened. */
final class WriteQueue {
    private static final int TASKS_MAX = 100_000;
    private static final long BYTES_MAX = 32L * 1024 * 1024;

    /**
     * One change.
     *
     * @param uriHash what it concerns
     * @param bytes of content, which wait with it
     */
    record Task(long uriHash, long bytes, Runnable action) {}

    private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>(TASKS_MAX);
    private final AtomicLong bytes = new AtomicLong();

    /** Whether there is room for a content. */
    boolean takes(long contentBytes) {
        return bytes.get() + contentBytes <= BYTES_MAX || (bytes.get() == 0 && tasks.isEmpty());
    }

    boolean offer(Task task) {
        bytes.addAndGet(task.bytes);
        boolean taken = tasks.offer(task);
        if (!taken) {
            bytes.addAndGet(-task.bytes);
        }
        return taken;
    }

    @Nullable
    Task poll(long millis) throws InterruptedException {
        return tasks.poll(millis, TimeUnit.MILLISECONDS);
    }

    void done(Task task) {
        bytes.addAndGet(-task.bytes);
    }

    long bytes() {
        return bytes.get();
    }
}
