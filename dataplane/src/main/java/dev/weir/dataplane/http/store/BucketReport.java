package dev.weir.dataplane.http.store;

/**
 * How full a bucket is.
 *
 * @param bytes in memory, keys, heads, contents and index together
 * @param diskItems on disk, whether in memory as well or not
 */
public record BucketReport(
        long items, long itemsMax, long bytes, long bytesMax, long evictions, long diskItems, long diskBytes) {}
