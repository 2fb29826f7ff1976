package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.ByteRange;
import dev.weir.dataplane.http.policy.field.ByteRanges;
import dev.weir.dataplane.http.policy.field.EntityTag;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.HttpDate;
import java.util.List;
import java.util.Set;

/**
 * What a client gets out of a stored response that may be reused for it: its own preconditions and ranges, evaluated in
 * the order of RFC 9110 section 13.2.2. If-Match and If-Unmodified-Since are the origin's (RFC 9111 section 4.3.2).
 */
public sealed interface Answer {
    /** The response with its status and all its fields; to HEAD, without the content. */
    record Whole() implements Answer {}

    /** 304 with those fields that {@link #carries} tells. */
    record NotModified() implements Answer {
        private static final Set<String> OF_THE_REPRESENTATION = Set.of(
                "content-digest",
                FieldName.CONTENT_ENCODING,
                FieldName.CONTENT_LANGUAGE,
                FieldName.CONTENT_LENGTH,
                "content-md5",
                FieldName.CONTENT_RANGE,
                FieldName.CONTENT_TYPE,
                "repr-digest");

        /** Fields that only describe what is not sent are left out (RFC 9110 section 15.4.5). */
        public static boolean carries(String lowerCaseName, Metadata stored) {
            if (lowerCaseName.equals(FieldName.LAST_MODIFIED)) {
                return stored.validators().etag() == null;
            }
            return !OF_THE_REPRESENTATION.contains(lowerCaseName);
        }
    }

    /** 206 with that range, all fields, and a Content-Range. */
    record Part(ByteRange range, long completeLength) implements Answer {}

    /** 416 with a Content-Range that tells the length. */
    record RangeNotSatisfiable(long completeLength) implements Answer {}

    Whole WHOLE = new Whole();
    NotModified NOT_MODIFIED = new NotModified();

    static Answer to(RequestHead request, Metadata stored, long nowMillis) {
        if (stored.status() != 200) {
            return WHOLE;
        }
        if (isUnmodified(request, stored, nowMillis)) {
            return NOT_MODIFIED;
        }
        String range = request.isGet() ? request.fields().first(FieldName.RANGE) : null;
        Extent extent = stored.extent();
        // a range of nothing may be ignored (RFC 9110 section 14.2)
        if (range == null || extent.completeLength() <= 0 || !isRangeApplicable(request, stored, nowMillis)) {
            return WHOLE;
        }
        ByteRanges asked = ByteRanges.parse(range);
        if (asked == null) {
            return WHOLE;
        }
        List<ByteRange> ranges = asked.within(extent.completeLength());
        return switch (ranges.size()) {
            case 0 -> new RangeNotSatisfiable(extent.completeLength());
            case 1 -> new Part(ranges.getFirst(), extent.completeLength());
            // nobody has to send multipart/byteranges
            default -> WHOLE;
        };
    }

    /** RFC 9110 sections 13.1.2 and 13.1.3: the former, when it is there, leaves the latter without effect. */
    private static boolean isUnmodified(RequestHead request, Metadata stored, long nowMillis) {
        String ifNoneMatch = request.fields().combined(FieldName.IF_NONE_MATCH);
        if (ifNoneMatch != null) {
            EntityTag etag = stored.validators().etag();
            return ifNoneMatch.strip().equals("*") || (etag != null && etag.isIn(ifNoneMatch));
        }
        String ifModifiedSince = request.fields().combined(FieldName.IF_MODIFIED_SINCE);
        long since = HttpDate.parse(ifModifiedSince, nowMillis);
        if (since == HttpDate.INVALID) {
            return false;
        }
        Validators validators = stored.validators();
        return (validators.lastModified() == null ? validators.dateMillis() : validators.lastModifiedMillis()) <= since;
    }

    /** RFC 9110 section 13.1.5: only a strong validator can say that a range is of the same bytes. */
    private static boolean isRangeApplicable(RequestHead request, Metadata stored, long nowMillis) {
        String ifRange = request.fields().first(FieldName.IF_RANGE);
        if (ifRange == null) {
            return true;
        }
        if (stored.isCoded()) {
            // coded anew it would be other bytes, so none of its validators is strong
            return false;
        }
        Validators validators = stored.validators();
        if (ifRange.substring(0, Math.min(3, ifRange.length())).indexOf('"') >= 0) {
            EntityTag etag = validators.etag();
            return etag != null && etag.matchesStrongly(new EntityTag(ifRange));
        }
        long date = HttpDate.parse(ifRange, nowMillis);
        return date != HttpDate.INVALID && date == validators.lastModifiedMillis() && validators.isLastModifiedStrong();
    }
}
