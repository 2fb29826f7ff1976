package dev.weir.dataplane.http.purge;

import org.jspecify.annotations.Nullable;

/** A cache that can be purged. Any thread. */
public interface Purgeable {
    /** What a client must show, as it is now; null when purging is not allowed at all. */
    @Nullable
    String token();

    /** How many stored responses it concerned. */
    long purge(PurgeOrder order);
}
