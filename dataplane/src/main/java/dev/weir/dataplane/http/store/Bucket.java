package dev.weir.dataplane.http.store;

import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.CacheKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A part of the cache with limits of its own. Any thread may ask. */
public interface Bucket {
    /** What is in memory under a key. Entries may go at any moment: retain the payload before sending it. */
    List<Entry> find(CacheKey key);

    /** Whether there is something on disk under the key that is not in memory: to be loaded before it is decided. */
    boolean isOnDisk(CacheKey key);

    /** Brings what is on disk into memory, and completes with all there is. What cannot be read is dropped. */
    CompletableFuture<List<Entry>> load(CacheKey key);

    /**
     * Stores a response in the place of the one with an equal VaryKey. Its content is copied.
     *
     * @return what is stored now; null when it was not: too large, or purged or invalidated since it was asked for
     */
    @Nullable
    Entry put(CacheKey key, NewEntry entry);

    /** Stores other fields with the same content, if the old one is still there. */
    @Nullable
    Entry replace(CacheKey key, Entry old, Metadata metadata, FieldList fields, List<String> tags);

    void remove(CacheKey key, Entry entry);

    /**
     * Whatever is stored for a URI, as keys have it, must not be used before it was validated; also what is on its way.
     */
    void invalidate(String uri);

    /** How many stored responses it concerned. Does not block for long: may run on any thread but an event loop. */
    long purge(Purge purge);

    /** Completes once no crash can undo what was invalidated and purged so far. */
    CompletableFuture<Void> settled();

    BucketReport report();
}
