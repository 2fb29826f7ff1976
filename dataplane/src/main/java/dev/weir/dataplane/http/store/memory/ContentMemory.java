package dev.weir.dataplane.http.store.memory;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where contents are kept. Small ones are in an arena of their own outside the heap, because what stays for long would
 * fragment those that connections work with; without caches of threads, so that what goes is free for all at once.
 * Large ones are in a file that is memory, where there are such files.
 */
public final class ContentMemory implements AutoCloseable {
    /**
     * From here on a content is sent from a file. To copy less costs no more than what the kernel does for each page of
     * a file, and for the head, which leaves by itself then: measured, the two meet here.
     */
    static final int LARGE_BYTES = 64 * 1024;

    private static final int PAGE_BYTES = 8192;

    /** Chunks of 4 MiB; what is larger has memory of its own. */
    private static final int MAX_ORDER = 9;

    /** The JVM waits for half a second before it admits that there is none, which is not to happen often. */
    private static final long RETRY_NANOS = Duration.ofSeconds(30).toNanos();

    private final PooledByteBufAllocator allocator;
    private final MemoryBudget budget;
    private final @Nullable LargeContents large;
    private volatile @Nullable Ceiling ceiling;

    /** More than this was not to be had, for as long as that is to be believed. */
    private record Ceiling(long bytes, long untilNanos) {}

    public ContentMemory() {
        this(new PooledByteBufAllocator(true, 0, 1, PAGE_BYTES, MAX_ORDER, 0, 0, false), MemoryBudget.OF_PROCESS);
    }

    public ContentMemory(PooledByteBufAllocator allocator) {
        this(allocator, MemoryBudget.OF_PROCESS);
    }

    public ContentMemory(PooledByteBufAllocator allocator, MemoryBudget budget) {
        this.allocator = allocator;
        this.budget = budget;
        this.large = LargeContents.open(budget);
    }

    /** Null when there is no memory left. */
    public @Nullable ByteBuf copy(List<ByteBuf> content, int length) {
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

    /** To be written, and only before anybody reads from it. Null when there is no memory left. */
    public @Nullable ByteBuf allocate(int length) {
        if (large != null && length >= LARGE_BYTES && large.takes(length)) {
            return large.allocate(length);
        }
        return budget.isOverdrawn() ? null : buffer(length);
    }

    private @Nullable ByteBuf buffer(int length) {
        Ceiling known = ceiling;
        if (known != null && inBuffers() + length > known.bytes && System.nanoTime() - known.untilNanos < 0) {
            return null;
        }
        try {
            return allocator.directBuffer(length);
        } catch (OutOfMemoryError e) {
            // outside the heap: the JVM goes on well without
            ceiling = new Ceiling(inBuffers(), System.nanoTime() + RETRY_NANOS);
            return null;
        }
    }

    /** With what the allocator rounds up to. Only before anybody reads from it. */
    public static long bytes(ByteBuf content) {
        return content.writerIndex() + (long) content.maxFastWritableBytes();
    }

    /** What is in use: as the allocator counts, and in pages of the file. */
    public long usedBytes() {
        return inBuffers() + inFiles();
    }

    /** What is in use of files that are memory, which the JVM does not count. */
    public long inFiles() {
        return large == null ? 0 : large.usedBytes();
    }

    /** Takes no large ones any more; what is there stays as long as it is used. */
    @Override
    public void close() {
        if (large != null) {
            large.close();
        }
    }

    private long inBuffers() {
        return allocator.pinnedDirectMemory();
    }
}
