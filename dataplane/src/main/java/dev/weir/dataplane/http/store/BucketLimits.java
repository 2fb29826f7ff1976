package dev.weir.dataplane.http.store;

/**
 * How much a bucket may hold.
 *
 * @param maxItems stored responses, each variant counted
 * @param maxSizeBytes in memory: keys, heads, contents and index together
 * @param maxObjectSizeBytes the content of one response
 */
public record BucketLimits(long maxItems, long maxSizeBytes, long maxObjectSizeBytes) {
    public BucketLimits {
        if (maxItems < 0 || maxSizeBytes < 0 || maxObjectSizeBytes < 0) {
            throw new IllegalArgumentException("a limit is negative: %d items, %d bytes, %d bytes each"
                    .formatted(maxItems, maxSizeBytes, maxObjectSizeBytes));
        }
    }
}
