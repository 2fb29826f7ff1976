package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.ByteRange;
import dev.weir.dataplane.http.policy.field.ContentLength;
import dev.weir.dataplane.http.policy.field.ContentRange;
import dev.weir.dataplane.http.policy.field.EntityTag;
import dev.weir.dataplane.http.policy.field.FieldName;
import org.jspecify.annotations.Nullable;

/** Parts of one representation put together (RFC 9111 section 3.4, RFC 9110 section 15.3.7.3). */
public final class Combination {
    private Combination() {}

    /**
     * What a stored response and a 206 are together: its {@link Metadata#extent()} is the range from the first to the
     * last byte of both, the bytes that both have being the same.
     *
     * @return null if they have no strong validator in common, differ in length or leave a gap; the 206 then stands
     *     alone
     */
    public static <S extends StoredResponse> @Nullable Freshened<S> of(
            RequestHead request, S stored, ResponseHead part, CachePolicy policy, Exchange exchange) {
        Metadata metadata = stored.metadata();
        ContentRange range = ContentRange.of(part.fields());
        EntityTag etag = EntityTag.of(part.fields());
        EntityTag own = metadata.validators().etag();
        // what was coded here has no bytes in common with what the origin has
        if (metadata.isCoded()) {
            return null;
        }
        if (part.status() != 206 || range == null || etag == null || own == null || !own.matchesStrongly(etag)) {
            return null;
        }
        Extent extent = metadata.extent();
        if (extent.length() <= 0 || range.completeLength() != extent.completeLength() || !isConsistent(part, range)) {
            return null;
        }
        ByteRange had = extent.range();
        if (!had.touches(range.range())) {
            return null;
        }
        Extent together = Extent.part(had.hull(range.range()), extent.completeLength());
        return new Update(request, part, policy, exchange).of(stored, together);
    }

    private static boolean isConsistent(ResponseHead part, ContentRange range) {
        long length = ContentLength.of(part.fields());
        return part.fields().has(FieldName.TRANSFER_ENCODING)
                || length == ContentLength.UNKNOWN
                || length == range.range().length();
    }
}
