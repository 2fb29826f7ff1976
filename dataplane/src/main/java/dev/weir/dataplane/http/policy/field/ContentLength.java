package dev.weir.dataplane.http.policy.field;

/** The Content-Length of a message (RFC 9110 section 8.6). */
public final class ContentLength {
    public static final long UNKNOWN = -1;

    private ContentLength() {}

    /** The length; unknown when the field is missing or nonsense, or its lines differ. */
    public static long of(Fields fields) {
        long length = UNKNOWN;
        for (String member : ListValue.members(fields.all(FieldName.CONTENT_LENGTH))) {
            long given = Digits.parse(member, Long.MAX_VALUE);
            if (given == Digits.INVALID || (length != UNKNOWN && length != given)) {
                return UNKNOWN;
            }
            length = given;
        }
        return length;
    }
}
