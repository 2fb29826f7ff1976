package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.FieldName;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what a stored part lacks, if it is still a part of the same thing (RFC 9111 section 3.3, RFC 9110 section
 * 13.1.5); otherwise the origin sends the whole.
 */
public record PartRequest(String range, String ifRange) {
    /** Null unless one range would make it whole. */
    static @Nullable PartRequest completing(Metadata stored) {
        Extent extent = stored.extent();
        var etag = stored.validators().etag();
        if (etag == null || !etag.isStrong() || !extent.isKnown()) {
            return null;
        }
        long end = extent.first() + extent.length();
        if (extent.first() == 0) {
            return new PartRequest("bytes=" + end + "-", etag.text());
        }
        return end == extent.completeLength() ? new PartRequest("bytes=0-" + (extent.first() - 1), etag.text()) : null;
    }

    /** Puts it into the fields of a request. */
    public void apply(BiConsumer<String, String> set, Consumer<String> remove) {
        remove.accept(FieldName.IF_NONE_MATCH);
        remove.accept(FieldName.IF_MODIFIED_SINCE);
        set.accept(FieldName.RANGE, range);
        set.accept(FieldName.IF_RANGE, ifRange);
    }
}
