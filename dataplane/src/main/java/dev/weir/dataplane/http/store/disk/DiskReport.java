package dev.weir.dataplane.http.store.disk;

import org.jspecify.annotations.Nullable;

/**
 * How the tier is.
 *
 * @param open whether what is there has been taken up
 * @param trouble why nothing is written at the moment, null when all is well
 */
public record DiskReport(
        long items,
        long bytes,
        long bytesMax,
        long queuedBytes,
        boolean open,
        @Nullable String trouble) {
    /** Of what has no disk. */
    public static final DiskReport NONE = new DiskReport(0, 0, 0, 0, true, null);
}
