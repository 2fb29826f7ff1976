package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.key.TargetUri;
import java.util.ArrayList;

/**
 * What routes are chosen by.
 *
 * @param host the host that the request is for, in lower case, without a port or a final dot; empty when it does not
 *     say
 * @param path the path as the origin will understand it: without dot segments, which would lead from one route's part
 *     of an origin into another's
 */
record RequestLine(String method, String host, String path) {
    static RequestLine of(RequestHead request) {
        TargetUri uri = request.uri();
        return new RequestLine(request.method(), host(uri.authority()), withoutDotSegments(uri.path()));
    }

    private static String host(String authority) {
        // the colons of an IPv6 address are within brackets
        int colon = authority.indexOf(':', authority.indexOf(']') + 1);
        String host = colon < 0 ? authority : authority.substring(0, colon);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** RFC 3986 section 5.2.4. */
    private static String withoutDotSegments(String path) {
        if (!path.contains("/.")) {
            return path;
        }
        var kept = new ArrayList<String>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean dots = segments[i].equals(".") || segments[i].equals("..");
            if (segments[i].equals("..") && !kept.isEmpty()) {
                kept.removeLast();
            }
            if (!dots) {
                kept.add(segments[i]);
            } else if (i == segments.length - 1) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept);
    }
}
