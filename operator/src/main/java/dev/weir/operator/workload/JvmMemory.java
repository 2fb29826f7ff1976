package dev.weir.operator.workload;

/**
 * How the JVM of a pod divides the memory that the pod may have: objects, buffers off the heap, and the rest for code,
 * threads and the page cache, which counts against the pod too.
 *
 * <p>Where cached data is served from files, more than so much heap or so many buffers would only take away from the
 * page cache: what a large pod has beyond them is left to it.
 */
record JvmMemory(long heapMebibytes, long directMebibytes) {
    private static final long MEBIBYTE = 1024L * 1024;
    private static final int HEAP_PERCENT = 40;
    private static final int DIRECT_PERCENT = 25;
    private static final long HEAP_BESIDE_FILES_MAX = 4096;
    private static final long DIRECT_BESIDE_FILES_MAX = 2048;

    /**
     * Divides what a pod may have.
     *
     * @param fromFiles whether what is cached is served from files
     */
    static JvmMemory of(long limitBytes, boolean fromFiles) {
        long mebibytes = limitBytes / MEBIBYTE;
        long heap = mebibytes * HEAP_PERCENT / 100;
        long direct = mebibytes * DIRECT_PERCENT / 100;
        return fromFiles
                ? new JvmMemory(Math.min(heap, HEAP_BESIDE_FILES_MAX), Math.min(direct, DIRECT_BESIDE_FILES_MAX))
                : new JvmMemory(heap, direct);
    }
}
