package dev.weir.dataplane.http.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where contents are kept: an arena of their own outside the heap, because what stays for long would fragment those
 * that connections work with. Without caches of threads, so that what goes is free for all at once.
 */
final class ContentMemory {
    private static final int PAGE_BYTES = 8192;

    /** Chunks of 4 MiB; what is larger has memory of its own. */
    private static final int MAX_ORDER = 9;

    /** The JVM waits for half a second before it admits that there is none, which is not to happen often. */
    private static final long RETRY_NANOS = Duration.ofSeconds(30).toNanos();

    private final PooledByteBufAllocator allocator;
    private volatile @Nullable Ceiling ceiling;

    /** More than this was not to be had, for as long as that is to be believed. */
    private record Ceiling(long bytes, long untilNanos) {}

    ContentMemory() {
        this(new PooledByteBufAllocator(true, 0, 1, PAGE_BYTES, MAX_ORDER, 0, 0, false));
    }

    ContentMemory(PooledByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Null when there is no memory left. */
    @Nullable
    ByteBuf copy(List<ByteBuf> content, int length) {
        if (length == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf copy = allocate(length);
        if (copy != null) {
            for (ByteBuf part : content) {
                copy.writeBytes(part, part.readerIndex(), part.readableBytes());
            }
        }
        return copy;
    }

    @Nullable
    ByteBuf allocate(int length) {
        Ceiling known = ceiling;
        if (known != null && usedBytes() + length > known.bytes && System.nanoTime() - known.untilNanos < 0) {
            return null;
        }
        try {
            return allocator.directBuffer(length);
        } catch (OutOfMemoryError e) {
            // outside the heap: the JVM goes on well without
            ceiling = new Ceiling(usedBytes(), System.nanoTime() + RETRY_NANOS);
            return null;
        }
    }

    /** With what the allocator rounds up to. Only before anybody reads from it. */
    static long bytes(ByteBuf content) {
        return content.writerIndex() + (long) content.maxFastWritableBytes();
    }

    /** What is in use, as the allocator counts. */
    long usedBytes() {
        return allocator.pinnedDirectMemory();
    }
}
