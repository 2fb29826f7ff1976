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
            // whole segments: /v1/catalogue does not begin with /v1/catalog
            if (rest.isEmpty() || rest.startsWith("/") || prefix.endsWith("/")) {
                path = join(rest);
            }
        }
        return uri.query() == null ? path : path + "?" + uri.query();
    }

    /** With one slash between the two, wherever they say it. */
    private String join(String rest) {
        boolean slashed = to.endsWith("/");
        String joined = slashed && rest.startsWith("/") ? to + rest.substring(1) : to + rest;
        return !slashed && !rest.isEmpty() && !rest.startsWith("/") ? to + "/" + rest : joined;
    }
}
