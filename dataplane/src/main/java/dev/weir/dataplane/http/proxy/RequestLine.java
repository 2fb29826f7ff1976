package dev.weir.dataplane.http.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Locale;

/**
 * What routes are chosen by.
 *
 * @param host the host that the request is for, in lower case, without a port or a final dot; empty when it does not
 *     say
 * @param path the path as it was sent, without the query
 */
record RequestLine(String method, String host, String path) {
    private static final String SCHEME_END = "://";

    /**
     * Reads a request. A target that names a host, as a client sends it to a proxy, counts more than the Host header
     * (RFC 9112 section 3.2.2).
     */
    static RequestLine of(HttpRequest request) {
        String target = request.uri();
        String authority = request.headers().get(HttpHeaderNames.HOST, "");
        int schemeEnd = target.indexOf(SCHEME_END);
        if (schemeEnd > 0 && !target.startsWith("/")) {
            int start = schemeEnd + SCHEME_END.length();
            int end = authorityEnd(target, start);
            authority = target.substring(start, end);
            target = end == target.length() || target.charAt(end) != '/'
                    ? "/" + target.substring(end)
                    : target.substring(end);
        }
        return new RequestLine(request.method().name(), host(authority), path(target));
    }

    private static int authorityEnd(String target, int start) {
        int end = start;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private static String host(String authority) {
        // the colons of an IPv6 address are within brackets
        int colon = authority.indexOf(':', authority.indexOf(']') + 1);
        String host = colon < 0 ? authority : authority.substring(0, colon);
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
