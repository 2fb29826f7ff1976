package dev.weir.operator.workload;

import dev.weir.api.CacheMemory;
import org.jspecify.annotations.Nullable;

/**
 * How the JVM of a pod divides the memory that the pod may have: objects, buffers off the heap, and the rest for code,
 * threads and the page cache, which counts against the pod too.
 *
 * <p>Where cached data is served from files, more than so much heap or so many buffers would only take away from the
 * page cache: what a large pod has beyond them is left to it. Where it is kept in memory, that comes first, and what is
 * left over is divided.
 */
record JvmMemory(long heapMebibytes, long directMebibytes) {
    private static final long MEBIBYTE = 1024L * 1024;
    private static final int HEAP_PERCENT = 40;
    private static final int DIRECT_PERCENT = 25;
    private static final long HEAP_MAX_BYTES = 4096 * MEBIBYTE;
    private static final long DIRECT_MAX_BYTES = 2048 * MEBIBYTE;

    /**
     * Divides what a pod may have.
     *
     * @param kept in memory, or null when what is cached is served from files
     */
    static JvmMemory of(long limitBytes, @Nullable CacheMemory kept) {
        if (kept == null) {
            return shares(limitBytes);
        }
        long besideBuffers = limitBytes - kept.directBytes() - kept.otherBytes();
        if (besideBuffers <= kept.ampleHeapBytes()) {
            // less than the smallest heap is refused before it comes to this
            return new JvmMemory(Math.max(besideBuffers, 0) / MEBIBYTE, kept.directBytes() / MEBIBYTE);
        }
        JvmMemory more = shares(besideBuffers - kept.ampleHeapBytes());
        return new JvmMemory(
                kept.ampleHeapBytes() / MEBIBYTE + more.heapMebibytes,
                kept.directBytes() / MEBIBYTE + more.directMebibytes);
    }

    private static JvmMemory shares(long bytes) {
        return new JvmMemory(
                share(bytes, HEAP_PERCENT, HEAP_MAX_BYTES), share(bytes, DIRECT_PERCENT, DIRECT_MAX_BYTES));
    }

    private static long share(long bytes, int percent, long most) {
        return Math.min(bytes / MEBIBYTE * percent / 100, most / MEBIBYTE);
    }
}
