package dev.weir.dataplane.kafka.upstream.connection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.memory.MemoryPool;
import org.jspecify.annotations.Nullable;

/**
 * Memory for responses. Large ones (records) get direct memory that is used again, because the socket reads into direct
 * memory anyway and the file is written from it; small ones get memory from the heap.
 *
 * <p>A buffer comes back from whatever thread has finished with it, at most once. How much is in use and how much is
 * kept for later are bounded. Beyond the bound the selector leaves responses in their sockets until there is room, so
 * that brokers which announce more than they send cost no more than the time that their requests may take. A single
 * response is let in whatever its size, or it would wait for ever.
 */
public final class ReceiveBuffers implements MemoryPool {
    private static final int LARGE = 64 << 10;
    private static final int GRAIN = 1 << 20;
    private static final int KEPT_MAX = 64;

    private final long bytesMax;
    private final long keptBytesMax;
    private final List<ByteBuffer> kept = new ArrayList<>();
    private long keptBytes;
    private long used;
    /** The smallest that waits for room. */
    private int refused = Integer.MAX_VALUE;

    public ReceiveBuffers(long bytesMax, long keptBytesMax) {
        this.bytesMax = bytesMax;
        this.keptBytesMax = keptBytesMax;
    }

    @Override
    public @Nullable ByteBuffer tryAllocate(int bytes) {
        if (bytes < LARGE) {
            return ByteBuffer.allocate(bytes);
        }
        int capacity = rounded(bytes);
        synchronized (this) {
            if (!hasRoomFor(bytes)) {
                refused = Math.min(refused, bytes);
                return null;
            }
            ByteBuffer again = fromKept(bytes);
            if (again != null) {
                used += again.capacity();
                return again.clear().limit(bytes);
            }
            if (used + keptBytes + capacity > bytesMax) {
                kept.clear();
                keptBytes = 0;
            }
            used += capacity;
        }
        return allocate(capacity).limit(bytes);
    }

    private ByteBuffer allocate(int capacity) {
        try {
            return ByteBuffer.allocateDirect(capacity);
        } catch (OutOfMemoryError e) {
            synchronized (this) {
                used -= capacity;
            }
            // costs this connection, and not the thread that all share
            throw new IllegalStateException("no memory for a response of " + capacity + " bytes", e);
        }
    }

    private static int rounded(int bytes) {
        long up = ((long) bytes + GRAIN - 1) / GRAIN * GRAIN;
        return (int) Math.min(up, Integer.MAX_VALUE);
    }

    private boolean hasRoomFor(int bytes) {
        return used == 0 || used + rounded(bytes) <= bytesMax;
    }

    @Override
    public void release(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            return;
        }
        synchronized (this) {
            used -= buffer.capacity();
            if (kept.size() < KEPT_MAX
                    && keptBytes + buffer.capacity() <= keptBytesMax
                    && used + keptBytes + buffer.capacity() <= bytesMax) {
                kept.add(buffer);
                keptBytes += buffer.capacity();
            }
        }
    }

    /** Large memory handed out and not yet given back. */
    public synchronized long bytesInUse() {
        return used;
    }

    @Override
    public long size() {
        return bytesMax;
    }

    @Override
    public synchronized long availableMemory() {
        return Math.max(0, bytesMax - used);
    }

    /** Until there is room for one that waits; then all that wait are tried again. */
    @Override
    public synchronized boolean isOutOfMemory() {
        if (refused == Integer.MAX_VALUE) {
            return false;
        }
        if (!hasRoomFor(refused)) {
            return true;
        }
        refused = Integer.MAX_VALUE;
        return false;
    }

    /** The smallest that is large enough, so that the large ones remain for the large responses. */
    private @Nullable ByteBuffer fromKept(int bytes) {
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
