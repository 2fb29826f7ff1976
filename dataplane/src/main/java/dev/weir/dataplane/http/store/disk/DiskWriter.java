package dev.weir.dataplane.http.store.disk;

import dev.weir.dataplane.http.message.Payload;
import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.policy.key.VaryKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes. When the disk fails, responses are not written for a while; withdrawals always are, if need
 * be by dropping what they may concern.
 */
final class DiskWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWriter.class);
    private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long FORCE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long IDLE_MILLIS = 500;
    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

    private final WriteQueue queue = new WriteQueue();
    private final Flux flux;
    private final Index index;
    private final DiskMeters meters;
    private final SegmentLog segments;
    private final ResponseLog log;
    private final Thread thread;
    private volatile long bytesMax;
    private volatile boolean open;
    private volatile boolean closing;
    private volatile boolean distrusted;
    private boolean taken;
    private volatile @Nullable String trouble;
    private long retryNanos = System.nanoTime();
    private long forcedNanos = System.nanoTime();

    DiskWriter(
            String name,
            Path folder,
            long bytesMax,
            Index index,
            Pending pending,
            Flux flux,
            DiskMeters meters,
            Predicate<CacheKey> inUse) {
        this.bytesMax = bytesMax;
        this.index = index;
        this.flux = flux;
        this.meters = meters;
        segments = new SegmentLog(folder, bytesMax);
        log = new ResponseLog(segments, index, pending, inUse);
        thread = Thread.ofPlatform().daemon().name("weir-cache-write-" + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    boolean isOpen() {
        return open;
    }

    void store(Described response, Payload payload) {
        long uriHash = Hashes.of(response.key().uri());
        VaryKey vary = response.metadata().vary();
        if (queue.takes(payload.length()) && payload.tryRetain()) {
            submit(uriHash, payload.length(), () -> {
                try {
                    write(
                            () -> {
                                if (!log.store(response, payload)) {
                                    meters.droppedLarge.increment();
                                }
                            },
                            response.key(),
                            vary);
                } finally {
                    payload.release();
                }
            });
        } else {
            meters.droppedBusy.increment();
            remove(response.key(), vary);
        }
    }

    void update(VaryKey before, Described now, Payload payload) {
        if (payload.tryRetain()) {
            submit(Hashes.of(now.key().uri()), 0, () -> {
                try {
                    write(() -> log.update(before, now, payload), now.key(), before);
                } finally {
                    payload.release();
                }
            });
        }
    }

    void remove(CacheKey key, VaryKey vary) {
        submit(Hashes.of(key.uri()), 0, () -> write(() -> log.remove(key, vary), key, vary));
    }

    void forget(Location location) {
        submit(location.uriHash(), 0, () -> log.forget(location));
    }

    CompletableFuture<Long> withdraw(Withdrawal withdrawal) {
        var written = new CompletableFuture<Long>();
        long uriHash = withdrawal.scope() == Withdrawal.Scope.URI ? Hashes.of(withdrawal.text()) : Flux.BROAD;
        boolean submitted = submit(uriHash, 0, () -> {
            long concerned = 0;
            try {
                if (open) {
                    concerned = log.withdraw(withdrawal);
                } else {
                    distrusted = true;
                }
            } catch (IOException e) {
                distrusted = true;
                open = false;
                fail(e);
            } finally {
                written.complete(concerned);
            }
        });
        if (!submitted) {
            // all will be dropped
            written.complete(0L);
        }
        return written;
    }

    void limit(long next) {
        bytesMax = next;
        submit(Flux.BROAD, 0, () -> {
            segments.limit(next);
            if (open) {
                attempt(() -> log.makeRoom(0));
            }
        });
    }

    long bytes() {
        return segments.bytes();
    }

    long bytesMax() {
        return bytesMax;
    }

    long queuedBytes() {
        return queue.bytes();
    }

    @Nullable
    String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        closing = true;
        // for a thread that waits for work
        queue.offer(new WriteQueue.Task(Flux.BROAD, 0, () -> flux.begin(Flux.BROAD)));
        try {
            thread.join(CLOSE_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Write {
        void run() throws IOException;
    }

    private boolean submit(long uriHash, long bytes, Runnable action) {
        flux.begin(uriHash);
        if (queue.offer(new WriteQueue.Task(uriHash, bytes, action))) {
            return true;
        }
        flux.end(uriHash);
        // what is not known to be withdrawn must not be served: rather nothing than that
        distrusted = true;
        open = false;
        return false;
    }

    private void run() {
        try {
            while (true) {
                if (!open && System.nanoTime() - retryNanos >= 0) {
                    open();
                }
                WriteQueue.Task task = queue.poll(closing ? 0 : IDLE_MILLIS);
                if (task != null) {
                    carryOut(task);
                } else if (closing) {
                    break;
                }
                forceNowAndThen();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open = false;
            attempt(segments::force);
            attempt(segments::close);
        }
    }

    /** Takes up what is there; or does away with it, when something happened that it does not know. */
    private void open() {
        try {
            if (!taken) {
                segments.close();
                index.clear();
                log.recover();
                taken = true;
            }
            if (distrusted) {
                distrusted = false;
                log.dropAll();
            }
            open = true;
            trouble = null;
            LOG.atInfo().log("the cache on disk is open");
        } catch (IOException e) {
            fail(e);
        }
    }

    private void carryOut(WriteQueue.Task task) {
        try {
            task.action().run();
        } catch (RuntimeException e) {
            fail(e);
        } finally {
            queue.done(task);
            flux.end(task.uriHash());
        }
    }

    /** Unless the disk failed a moment ago; then what is on it of the variant is not served any more. */
    private void write(Write write, CacheKey key, VaryKey vary) {
        if (!open || (trouble != null && System.nanoTime() - retryNanos < 0)) {
            meters.droppedTrouble.increment();
            index.find(key).stream()
                    .filter(each -> each.varyHash() == vary.hashCode())
                    .forEach(log::forget);
            return;
        }
        if (attempt(write) && trouble != null) {
            LOG.atInfo().log("the cache on disk is written again");
            trouble = null;
        }
    }

    /** False when it failed. That it did not says nothing of others: a full disk is forced without complaint. */
    private boolean attempt(Write write) {
        try {
            write.run();
            return true;
        } catch (IOException e) {
            fail(e);
            return false;
        }
    }

    private void fail(Exception e) {
        meters.droppedTrouble.increment();
        if (trouble == null) {
            LOG.atWarn().setCause(e).log("the cache on disk cannot be written for now; what is in memory is served");
        }
        trouble = String.valueOf(e.getMessage());
        retryNanos = System.nanoTime() + RETRY_NANOS;
    }

    private void forceNowAndThen() {
        if (System.nanoTime() - forcedNanos > FORCE_NANOS) {
            attempt(segments::force);
            forcedNanos = System.nanoTime();
        }
    }
}
