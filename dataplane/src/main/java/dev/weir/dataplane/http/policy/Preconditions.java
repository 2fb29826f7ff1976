package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.EntityTag;
import dev.weir.dataplane.http.policy.field.FieldName;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The validators of a stored response as a request carries them (RFC 9111 section 4.3.1). They take the place of the
 * client's own, which are answered from what the origin then sends; so a 304 can only be about what is stored.
 */
public record Preconditions(
        @Nullable String ifNoneMatch, @Nullable String ifModifiedSince) {
    /** There is nothing to validate with: the request goes on as the client sent it. */
    public static final Preconditions NONE = new Preconditions(null, null);

    /**
     * What a request in the background, which nobody waits for, must not take over from the one that gave rise to it
     * (RFC 9111 section 4.3.1): it is for the whole representation, and on the cache's own account.
     */
    public static final List<String> CLIENTS_OWN = List.of(
            FieldName.CACHE_CONTROL,
            FieldName.IF_MATCH,
            FieldName.IF_MODIFIED_SINCE,
            FieldName.IF_NONE_MATCH,
            FieldName.IF_RANGE,
            FieldName.IF_UNMODIFIED_SINCE,
            FieldName.RANGE,
            "pragma");

    static Preconditions of(Validators validators) {
        EntityTag etag = validators.etag();
        return new Preconditions(etag == null ? null : etag.text(), validators.lastModified());
    }

    public boolean isEmpty() {
        return ifNoneMatch == null && ifModifiedSince == null;
    }

    /** Puts them into the fields of a request. */
    public void apply(BiConsumer<String, String> set, Consumer<String> remove) {
        if (!isEmpty()) {
            apply(FieldName.IF_NONE_MATCH, ifNoneMatch, set, remove);
            apply(FieldName.IF_MODIFIED_SINCE, ifModifiedSince, set, remove);
        }
    }

    private static void apply(
            String name, @Nullable String value, BiConsumer<String, String> set, Consumer<String> remove) {
        if (value == null) {
            remove.accept(name);
        } else {
            set.accept(name, value);
        }
    }
}
