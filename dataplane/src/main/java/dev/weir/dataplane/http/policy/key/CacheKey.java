package dev.weir.dataplane.http.policy.key;

import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What stored responses are looked up by (RFC 9111 section 2). The method is not in it: what is stored answers GET and
 * HEAD alike, and nothing else. Responses of one key differ by their {@link VaryKey}.
 *
 * @param uri what a purge or an invalidation names: it concerns all keys of that URI
 * @param extras the route's own headers and cookies; empty when it has none
 */
public record CacheKey(String uri, String extras) {
    public static CacheKey of(TargetUri uri, Fields request, KeyPolicy policy) {
        return new CacheKey(uri(uri, policy), extras(request, policy));
    }

    /** The URI as keys of that route have it. */
    public static String uri(TargetUri uri, KeyPolicy policy) {
        String query = policy.query().of(uri.query());
        var text = new StringBuilder(uri.scheme())
                .append("://")
                .append(uri.authority())
                .append(uri.path());
        return query == null ? text.toString() : text.append('?').append(query).toString();
    }

    private static String extras(Fields request, KeyPolicy policy) {
        if (policy.headers().isEmpty() && policy.cookies().isEmpty()) {
            return "";
        }
        var extras = new StringBuilder();
        // field values contain no line breaks
        for (String header : policy.headers()) {
            append(extras, header, ':', SelectingField.normalize(header, request.combined(header)));
        }
        for (String cookie : policy.cookies()) {
            append(extras, cookie, '=', cookie(request, cookie));
        }
        return extras.toString();
    }

    private static void append(StringBuilder extras, String name, char separator, @Nullable String value) {
        extras.append(name);
        if (value != null) {
            extras.append(separator).append(value);
        }
        extras.append('\n');
    }

    /** The value of the first cookie of that name. */
    private static @Nullable String cookie(Fields request, String name) {
        for (String line : request.all(FieldName.COOKIE)) {
            for (String pair : line.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals >= 0 && pair.substring(0, equals).strip().equals(name)) {
                    return pair.substring(equals + 1).strip();
                }
            }
        }
        return null;
    }
}
