package dev.weir.dataplane.http.store.disk;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The threads that read. When more waits than they can be expected to get done soon, origins are the faster way. */
final class DiskReads implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int WAITING_MAX = 1024;

    private final ResponseReader reader;
    private final ThreadPoolExecutor executor;

    DiskReads(String name, ResponseReader reader) {
        this.reader = reader;
        this.executor = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform()
                        .daemon()
                        .name("weir-cache-read-" + name + "-", 0)
                        .factory());
    }

    <T> CompletableFuture<List<T>> run(Supplier<List<T>> read) {
        try {
            return CompletableFuture.supplyAsync(read, executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(List.of());
        }
    }

    ResponseReader.Outcome read(Location location) {
        try {
            return reader.read(location);
        } catch (IOException | IllegalArgumentException e) {
            return new ResponseReader.Damaged(String.valueOf(e.getMessage()));
        }
    }

    /** What waits is still read; nobody is left without an answer. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
