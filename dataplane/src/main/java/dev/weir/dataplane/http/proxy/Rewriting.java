package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.policy.key.TargetUri;
import org.jspecify.annotations.Nullable;

/**
 * How a request is addressed to the origin.
 *
 * @param prefix what the path begins with and the origin does not know; null to leave paths as they are
 * @param to what takes its place
 * @param keepsHost whether the origin sees the client's Host rather than its own
 */
record Rewriting(@Nullable String prefix, String to, boolean keepsHost) {
    static final Rewriting NONE = new Rewriting(null, "", false);

    /** Path and query for the origin. */
    String target(TargetUri uri) {
        String path = uri.path();
        if (prefix != null && path.startsWith(prefix)) {
            String rest = path.substring(prefix.length());
            // one slash between the two, wherever they say it
            boolean open = rest.isEmpty() || rest.startsWith("/") || to.endsWith("/");
            String joined = to.endsWith("/") && rest.startsWith("/") ? to + rest.substring(1) : to + rest;
            path = open || prefix.endsWith("/") ? joined : path;
            if (!path.startsWith("/")) {
                path = "/" + path;
            }
        }
        return uri.query() == null ? path : path + "?" + uri.query();
    }
}
