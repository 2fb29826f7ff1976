package dev.weir.dataplane.http.store.memory;

import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How much memory the process may have outside the heap. The JVM bounds buffers by it, but knows nothing of files that
 * are memory: so these have what the buffers leave of it, and as much as they have is no more for the buffers of
 * contents.
 */
public final class MemoryBudget {
    /** {@code -XX:MaxDirectMemorySize}, and all buffers of this process. */
    static final MemoryBudget OF_PROCESS =
            new MemoryBudget(PlatformDependent.maxDirectMemory(), PlatformDependent::usedDirectMemory);

    private final long most;
    private final LongSupplier buffers;
    private final AtomicLong files = new AtomicLong();

    /**
     * Makes a budget.
     *
     * @param buffers tells how much they have now
     */
    public MemoryBudget(long most, LongSupplier buffers) {
        this.most = most;
        this.buffers = buffers;
    }

    /** For a file; false when there is not so much left. */
    boolean take(long bytes) {
        if (files.addAndGet(bytes) + buffers.getAsLong() <= most) {
            return true;
        }
        files.addAndGet(-bytes);
        return false;
    }

    void give(long bytes) {
        files.addAndGet(-bytes);
    }

    /** Buffers have grown since, and together it is too much. */
    boolean isOverdrawn() {
        long inFiles = files.get();
        return inFiles > 0 && inFiles + buffers.getAsLong() > most;
    }
}
