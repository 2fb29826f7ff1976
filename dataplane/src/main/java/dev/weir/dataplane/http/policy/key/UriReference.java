package dev.weir.dataplane.http.policy.key;

import java.util.ArrayDeque;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** References to other URIs, resolved as RFC 3986 section 5.2 says. */
final class UriReference {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

    private UriReference() {}

    /** @param reference without a fragment */
    static @Nullable TargetUri resolve(TargetUri base, String reference) {
        if (SCHEME.matcher(reference).lookingAt()) {
            TargetUri absolute = TargetUri.absolute(reference);
            return absolute == null ? null : withoutDotSegments(absolute);
        }
        if (reference.startsWith("//")) {
            return withoutDotSegments(TargetUri.afterScheme(base.scheme(), reference.substring(2)));
        }
        int mark = reference.indexOf('?');
        String path = mark < 0 ? reference : reference.substring(0, mark);
        String query = mark < 0 ? null : reference.substring(mark + 1);
        if (path.isEmpty()) {
            return new TargetUri(base.scheme(), base.authority(), base.path(), mark < 0 ? base.query() : query);
        }
        String merged = path.startsWith("/") ? path : directory(base.path()) + path;
        return withoutDotSegments(new TargetUri(base.scheme(), base.authority(), merged, query));
    }

    private static String directory(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static TargetUri withoutDotSegments(TargetUri uri) {
        if (!uri.path().contains("/.")) {
            return uri;
        }
        var segments = new ArrayDeque<String>();
        boolean directory = false;
        for (String segment : uri.path().substring(1).split("/", -1)) {
            directory = segment.equals(".") || segment.equals("..");
            if (!directory) {
                segments.addLast(segment);
            } else if (segment.equals("..")) {
                segments.pollLast();
            }
        }
        String path = "/" + String.join("/", segments) + (directory && !segments.isEmpty() ? "/" : "");
        return new TargetUri(uri.scheme(), uri.authority(), path, uri.query());
    }
}
