package dev.weir.dataplane.http.store.disk;

import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.CacheKey;
import java.util.List;

/** A stored response without its content. */
public record Described(CacheKey key, Metadata metadata, FieldList fields, List<String> tags) {
    Described with(Metadata other) {
        return new Described(key, other, fields, tags);
    }
}
