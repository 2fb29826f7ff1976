package dev.weir.dataplane.http.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
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

    private final PooledByteBufAllocator allocator =
            new PooledByteBufAllocator(true, 0, 1, PAGE_BYTES, MAX_ORDER, 0, 0, false);

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
        try {
            return allocator.directBuffer(length);
        } catch (OutOfMemoryError e) {
            // of memory outside the heap: the JVM goes on well without it
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
