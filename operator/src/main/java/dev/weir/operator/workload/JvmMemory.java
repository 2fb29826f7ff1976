package dev.weir.operator.workload;

/**
 * How the JVM of a pod divides the memory that the pod may have: objects, buffers off the heap, and the rest for code,
 * threads and the page cache, which counts against the pod too and is what cached segments are served from.
 */
record JvmMemory(long heapMebibytes, long directMebibytes) {
    private static final long MEBIBYTE = 1024L * 1024;
    private static final int HEAP_PERCENT = 40;
    private static final int DIRECT_PERCENT = 25;

    static JvmMemory of(long limitBytes) {
        long mebibytes = limitBytes / MEBIBYTE;
        return new JvmMemory(mebibytes * HEAP_PERCENT / 100, mebibytes * DIRECT_PERCENT / 100);
    }

    /** For the launcher {@code java}, which reads them from {@code JDK_JAVA_OPTIONS}. */
    String options() {
        return "-Xms" + heapMebibytes + "m -Xmx" + heapMebibytes + "m -XX:MaxDirectMemorySize=" + directMebibytes
                + "m -XX:+ExitOnOutOfMemoryError";
    }
}
