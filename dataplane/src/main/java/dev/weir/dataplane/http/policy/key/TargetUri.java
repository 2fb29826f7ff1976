package dev.weir.dataplane.http.policy.key;

import dev.weir.dataplane.http.policy.field.FieldName;
import org.jspecify.annotations.Nullable;

/**
 * The URI that a request is for (RFC 9110 section 7.1), in normal form.
 *
 * <p>Normalised is what RFC 3986 sections 6.2.2 and 6.2.3 call equivalent: the case of scheme, host and
 * percent-encodings, encodings of unreserved characters, the default port, the empty path. Dot segments stay: a request
 * is forwarded as it came, so joining two paths that an origin may well answer differently would let one poison the
 * other.
 *
 * @param path never empty
 * @param query null when there is none; an empty one is not the same as none
 */
public record TargetUri(
        String scheme,
        String authority,
        String path,
        @Nullable String query) {
    public TargetUri {
        scheme = FieldName.lowerCase(scheme);
        authority = authority(scheme, authority);
        path = path.isEmpty() ? "/" : PercentEncoding.normalize(path);
        query = query == null ? null : PercentEncoding.normalize(query);
    }

    /**
     * From what a request says.
     *
     * @param authority the Host field or :authority, unless the request target itself has one (RFC 9112 section 3.2.2)
     * @param requestTarget in origin form, absolute form or an asterisk
     */
    public static TargetUri of(String scheme, String authority, String requestTarget) {
        if (!requestTarget.startsWith("/")) {
            TargetUri absolute = absolute(requestTarget);
            if (absolute != null) {
                return absolute;
            }
        }
        return split(scheme, authority, requestTarget);
    }

    /**
     * What a Location or Content-Location in an answer to this request means (RFC 3986 section 5.2); null if no http
     * URI.
     */
    public @Nullable TargetUri resolve(String reference) {
        int fragment = reference.indexOf('#');
        return UriReference.resolve(this, fragment < 0 ? reference : reference.substring(0, fragment));
    }

    /** RFC 9110 section 4.3.1: scheme, host and port are the same. */
    public boolean hasSameOrigin(TargetUri other) {
        return scheme.equals(other.scheme) && authority.equals(other.authority);
    }

    @Override
    public String toString() {
        return scheme + "://" + authority + path + (query == null ? "" : "?" + query);
    }

    /** Null unless it is http or https with an authority. */
    static @Nullable TargetUri absolute(String uri) {
        int colon = uri.indexOf("://");
        if (colon != 4 && colon != 5) {
            return null;
        }
        String scheme = FieldName.lowerCase(uri.substring(0, colon));
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return null;
        }
        return afterScheme(scheme, uri.substring(colon + 3));
    }

    static TargetUri afterScheme(String scheme, String authorityAndRest) {
        int end = 0;
        while (end < authorityAndRest.length() && "/?".indexOf(authorityAndRest.charAt(end)) < 0) {
            end++;
        }
        return split(scheme, authorityAndRest.substring(0, end), authorityAndRest.substring(end));
    }

    private static TargetUri split(String scheme, String authority, String pathAndQuery) {
        int mark = pathAndQuery.indexOf('?');
        return mark < 0
                ? new TargetUri(scheme, authority, pathAndQuery, null)
                : new TargetUri(scheme, authority, pathAndQuery.substring(0, mark), pathAndQuery.substring(mark + 1));
    }

    private static String authority(String scheme, String authority) {
        String host = FieldName.lowerCase(authority.substring(authority.lastIndexOf('@') + 1));
        String port = scheme.equals("https") ? ":443" : ":80";
        if (host.endsWith(port)) {
            return host.substring(0, host.length() - port.length());
        }
        return host.endsWith(":") ? host.substring(0, host.length() - 1) : host;
    }
}
