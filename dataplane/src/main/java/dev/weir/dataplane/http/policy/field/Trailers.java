package dev.weir.dataplane.http.policy.field;

import java.util.Set;

/**
 * The fields that come behind a content (RFC 9110 section 6.5). They are passed on to whoever takes them, and never
 * stored.
 */
public final class Trailers {
    /**
     * They would change what the head has already said: how the message is framed and where it goes, who asks for what,
     * what its content is and what may be made of it (RFC 9110 section 6.5.1).
     */
    private static final Set<String> OF_THE_HEAD = Set.of(
            FieldName.CONTENT_LENGTH,
            FieldName.HOST,
            FieldName.CONTENT_ENCODING,
            FieldName.CONTENT_RANGE,
            FieldName.CONTENT_TYPE,
            FieldName.AUTHORIZATION,
            FieldName.COOKIE,
            FieldName.SET_COOKIE,
            FieldName.CACHE_CONTROL,
            FieldName.AGE,
            FieldName.EXPIRES,
            FieldName.VARY,
            FieldName.LOCATION,
            FieldName.RANGE,
            FieldName.IF_MATCH,
            FieldName.IF_NONE_MATCH,
            FieldName.IF_MODIFIED_SINCE,
            FieldName.IF_UNMODIFIED_SINCE,
            FieldName.IF_RANGE,
            "expect",
            "forwarded",
            "max-forwards",
            "proxy-authenticate",
            "proxy-authorization",
            "retry-after",
            "trailer",
            "www-authenticate",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto");

    private Trailers() {}

    /** Whether a field of this name, in lower case, may come so late and goes further than the next hop. */
    public static boolean mayHave(String lowerCaseName) {
        return !OF_THE_HEAD.contains(lowerCaseName) && !HopByHop.isAlways(lowerCaseName);
    }

    /** Without those that it must not have. */
    public static FieldList passedOn(Fields received) {
        return FieldList.filtered(received, Trailers::mayHave);
    }

    /** Whether the sender of these fields has said that it takes trailers (RFC 9110 section 10.1.4). */
    public static boolean areTakenWith(Fields fields) {
        return fields.has("te") && ListValue.members(fields.all("te")).stream().anyMatch("trailers"::equalsIgnoreCase);
    }
}
