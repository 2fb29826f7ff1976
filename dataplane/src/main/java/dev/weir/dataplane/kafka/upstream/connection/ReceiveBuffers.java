package dev.weir.dataplane.kafka.upstream.connection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.memory.MemoryPool;
import org.jspecify.annotations.Nullable;

/**
 * Memory for responses. Large ones (records) get direct memory that is used again, because the socket reads into direct
 * memory anyway and the file is written from it; small ones get memory from the heap.
 *
 * <p>A buffer comes back from whatever thread has finished with it, at most once. What is kept for later is bounded;
 * how much is in use is bounded by whoever sends the requests.
 */
public final class ReceiveBuffers implements MemoryPool {
    private static final int LARGE = 64 << 10;
    private static final int GRAIN = 1 << 20;
    private static final int KEPT_MAX = 64;

    private final long keptBytesMax;
    private final List<ByteBuffer> kept = new ArrayList<>();
    private final AtomicLong used = new AtomicLong();
    private long keptBytes;

    public ReceiveBuffers(long keptBytesMax) {
        this.keptBytesMax = keptBytesMax;
    }

    @Override
    public ByteBuffer tryAllocate(int bytes) {
        if (bytes < LARGE) {
            return ByteBuffer.allocate(bytes);
        }
        ByteBuffer buffer = fromKept(bytes);
        if (buffer == null) {
            long rounded = ((long) bytes + GRAIN - 1) / GRAIN * GRAIN;
            buffer = ByteBuffer.allocateDirect((int) Math.min(rounded, Integer.MAX_VALUE));
        }
        used.addAndGet(buffer.capacity());
        return buffer.clear().limit(bytes);
    }

    @Override
    public void release(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            return;
        }
        used.addAndGet(-buffer.capacity());
        synchronized (kept) {
            if (kept.size() < KEPT_MAX && keptBytes + buffer.capacity() <= keptBytesMax) {
                kept.add(buffer);
                keptBytes += buffer.capacity();
            }
        }
    }

    /** Large memory handed out and not yet given back. */
    public long bytesInUse() {
        return used.get();
    }

    @Override
    public long size() {
        return Long.MAX_VALUE;
    }

    @Override
    public long availableMemory() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean isOutOfMemory() {
        return false;
    }

    /** The smallest that is large enough, so that the large ones remain for the large responses. */
    private @Nullable ByteBuffer fromKept(int bytes) {
        synchronized (kept) {
            int best = -1;
            for (int i = 0; i < kept.size(); i++) {
                int capacity = kept.get(i).capacity();
                if (capacity >= bytes && (best < 0 || capacity < kept.get(best).capacity())) {
                    best = i;
                }
            }
            if (best < 0) {
                return null;
            }
            ByteBuffer found = kept.remove(best);
            keptBytes -= found.capacity();
            return found;
        }
    }
}
