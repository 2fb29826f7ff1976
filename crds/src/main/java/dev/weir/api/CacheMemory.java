package dev.weir.api;

import dev.weir.api.schema.Syntax;

/**
 * How much memory a pod needs that keeps all it may keep. Contents are kept outside the heap, together with what is on
 * its way and the buffers of connections; keys, header fields and the index are on the heap. How a bucket divides is
 * not known beforehand, so each side has room for what it may come to.
 *
 * @param heldBytes what is cached and on its way, as the document limits it
 * @param directBytes outside the heap
 * @param heapBytes the smallest heap that holds what belongs to so many responses
 * @param ampleHeapBytes a heap that leaves room for responses with many header fields, and for collecting garbage
 */
public record CacheMemory(long heldBytes, long directBytes, long heapBytes, long ampleHeapBytes) {
    private static final long MEBIBYTE = 1L << 20;

    /** The buffers of connections, to clients and to servers. */
    private static final long IO_BYTES = 64 * MEBIBYTE;

    /** Code, threads, and what the JVM itself works with. */
    private static final long OTHER_BYTES = 128 * MEBIBYTE;

    private static final long HEAP_BYTES = 128 * MEBIBYTE;
    private static final long AMPLE_HEAP_BYTES = 192 * MEBIBYTE;

    /** Of a response with few header fields, and of one with many. */
    private static final long RECORD_BYTES = 1024;

    private static final long LARGE_RECORD_BYTES = 3 * RECORD_BYTES;

    /** So that a little more in a document does not make pods a little larger, and so be replaced. */
    private static final long STEP_BYTES = 128 * MEBIBYTE;

    /** Far beyond any pod, and far from where sums overflow. */
    private static final long MOST_BYTES = 1L << 58;

    /** What the pods of this cache need. */
    public static CacheMemory of(HttpCacheSpec spec) {
        HttpStore store = spec.store();
        var sum = new Sum();
        sum.add(store.maxItems(), bytes(store.maxSize()));
        for (HttpRoute route : spec.routes()) {
            RouteCache cache = route.cache();
            if (cache.enabled() && cache.bucket() == CacheBucket.INDIVIDUAL) {
                sum.add(
                        cache.maxItems() == null ? store.maxItems() : cache.maxItems(),
                        bytes(cache.maxSize() == null ? store.maxSize() : cache.maxSize()));
            }
        }
        long held = plus(sum.bytes, bytes(spec.limits().bufferedBytes()));
        return new CacheMemory(
                held, plus(held, IO_BYTES), plus(sum.records, HEAP_BYTES), plus(sum.largeRecords, AMPLE_HEAP_BYTES));
    }

    /** With less than this a pod cannot hold what it may keep. */
    public long leastBytes() {
        return plus(plus(directBytes, heapBytes), otherBytes());
    }

    /** What a pod is given whose document does not say. */
    public long ampleBytes() {
        long bytes = plus(plus(directBytes, ampleHeapBytes), otherBytes());
        return (bytes + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
    }

    /** For what is neither on the heap nor in buffers. */
    public long otherBytes() {
        return OTHER_BYTES;
    }

    private static final class Sum {
        private long bytes;
        private long records;
        private long largeRecords;

        /** What belongs to responses counts within the size of their bucket. */
        void add(long items, long size) {
            bytes = plus(bytes, size);
            records = plus(records, Math.min(size, items * RECORD_BYTES));
            largeRecords = plus(largeRecords, Math.min(size, items * LARGE_RECORD_BYTES));
        }
    }

    /** What is malformed is refused by its syntax, and counts for nothing here. */
    private static long bytes(String quantity) {
        return Syntax.QUANTITY.accepts(quantity) ? Quantities.bytes(quantity) : 0;
    }

    private static long plus(long one, long other) {
        return Math.min(Math.min(one, MOST_BYTES) + Math.min(other, MOST_BYTES), MOST_BYTES);
    }
}
