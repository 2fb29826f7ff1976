package dev.weir.dataplane.http.store;

import org.jspecify.annotations.Nullable;

/**
 * How full a bucket is.
 *
 * @param bytes in memory, keys, heads, contents and index together
 * @param diskItems on disk, whether in memory as well or not
 * @param diskOpen whether what is there has been taken up since the start; true where there is none
 * @param diskTrouble why nothing is written to disk at the moment, null when all is well or there is none
 */
public record BucketReport(
        long items,
        long itemsMax,
        long bytes,
        long bytesMax,
        long evictions,
        long diskItems,
        long diskBytes,
        boolean diskOpen,
        @Nullable String diskTrouble) {
    /** Whether what is on disk will be found in a moment, and is not yet. */
    public boolean isBeingTakenUp() {
        return !diskOpen && diskTrouble == null;
    }
}
