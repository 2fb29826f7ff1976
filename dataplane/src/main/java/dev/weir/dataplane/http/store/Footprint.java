package dev.weir.dataplane.http.store;

import dev.weir.dataplane.http.message.StoredHead;
import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.field.Field;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.policy.key.VaryKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stored responses weigh on the heap, everything but their content. Objects of a fixed size are counted by what
 * they were measured to take on a 64-bit JVM with compressed references; text by its length.
 */
final class Footprint {
    /** The nodes of the hash table and of the eviction order, the key, the list of variants, a part of the sketch. */
    private static final long KEY = 256;

    /** The records of an entry, the head, the reference-counted content without its bytes. */
    private static final long ENTRY = 480;

    /** A record and its slot in a list; the texts come on top. */
    private static final long LINE = 32;

    /** A String and its array. */
    private static final long TEXT = 44;

    private Footprint() {}

    static long of(CacheKey key) {
        // what has extras is in the index of its URI as well
        return KEY + of(key.uri()) + (key.extras().isEmpty() ? 0 : of(key.extras()) + KEY);
    }

    static long of(Metadata metadata, FieldList fields, List<String> tags, StoredHead head) {
        long bytes = ENTRY + head.http1().length;
        for (Field line : fields.lines()) {
            bytes += LINE + of(line.name()) + of(line.value());
        }
        // the head's list of the lines that it sends
        bytes += (long) Long.BYTES * head.fields().lines().size();
        for (String tag : tags) {
            bytes += Integer.BYTES + of(tag);
        }
        for (VaryKey.Nominated nominated : metadata.vary().nominated()) {
            bytes += LINE + of(nominated.name()) + of(nominated.received()) + of(nominated.normal());
        }
        return bytes;
    }

    private static long of(@Nullable String text) {
        return text == null ? 0 : TEXT + text.length();
    }
}
