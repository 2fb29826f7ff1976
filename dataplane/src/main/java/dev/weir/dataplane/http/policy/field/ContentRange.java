package dev.weir.dataplane.http.policy.field;

import org.jspecify.annotations.Nullable;

/** Which bytes a 206 carries, and of how many (RFC 9110 section 14.4). */
public record ContentRange(ByteRange range, long completeLength) {
    public static final long UNKNOWN = -1;

    private static final String UNIT = "bytes ";

    /** Null when there is none that is valid and tells of bytes that were sent. */
    public static @Nullable ContentRange of(Fields fields) {
        String value = fields.combined(FieldName.CONTENT_RANGE);
        if (value == null || !value.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return null;
        }
        int dash = value.indexOf('-');
        int slash = value.indexOf('/');
        if (dash < 0 || slash < dash) {
            return null;
        }
        long first = Digits.parse(value.substring(UNIT.length(), dash), Long.MAX_VALUE);
        long last = Digits.parse(value.substring(dash + 1, slash), Long.MAX_VALUE);
        String complete = value.substring(slash + 1);
        long length = Digits.parse(complete, Long.MAX_VALUE);
        boolean unknown = complete.equals("*");
        if (first == Digits.INVALID || last < first || last == Long.MAX_VALUE || (!unknown && length <= last)) {
            return null;
        }
        return new ContentRange(new ByteRange(first, last), unknown ? UNKNOWN : length);
    }

    /** The field's value for a part of a representation whose length is known. */
    public static String of(ByteRange range, long completeLength) {
        return UNIT + range.first() + '-' + range.last() + '/' + completeLength;
    }

    /** The field's value of a 416. */
    public static String unsatisfied(long completeLength) {
        return UNIT + "*/" + completeLength;
    }
}
