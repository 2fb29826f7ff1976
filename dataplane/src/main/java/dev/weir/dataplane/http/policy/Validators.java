package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.EntityTag;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.field.HttpDate;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a representation from another (RFC 9110 section 8.8).
 *
 * @param lastModified as received, since that is what origins recognise; null unless it is a date
 * @param dateMillis of the Date field, or of the receipt
 */
public record Validators(
        @Nullable EntityTag etag, @Nullable String lastModified, long lastModifiedMillis, long dateMillis) {
    static Validators of(Fields fields, long dateMillis, long nowMillis) {
        String lastModified = fields.first(FieldName.LAST_MODIFIED);
        long lastModifiedMillis = HttpDate.parse(lastModified, nowMillis);
        boolean isDate = lastModifiedMillis != HttpDate.INVALID;
        return new Validators(EntityTag.of(fields), isDate ? lastModified : null, lastModifiedMillis, dateMillis);
    }

    boolean isEmpty() {
        return etag == null && lastModified == null;
    }

    boolean hasStrongEtag() {
        return etag != null && etag.isStrong();
    }

    /** RFC 9110 section 8.8.2.2: what was modified a second before it was sent can not have been modified unnoticed. */
    boolean isLastModifiedStrong() {
        return lastModified != null && dateMillis - lastModifiedMillis >= 1000;
    }
}
