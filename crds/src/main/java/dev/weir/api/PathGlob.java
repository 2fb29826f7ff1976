package dev.weir.api;

import java.util.Arrays;

/**
 * A pattern for the paths of requests. Each of its segments is a {@link Glob}, whose {@code *} so stays within the
 * segment; the segment {@code **} stands for any segments or none: {@code /v1/**} matches all below {@code /v1}, and
 * {@code /v1} too.
 *
 * <p>Matching takes no memory.
 */
public final class PathGlob {
    private static final Glob ANY_SEGMENTS = Glob.of("**");

    private final String pattern;
    private final Glob[] segments;

    private PathGlob(String pattern) {
        this.pattern = pattern;
        this.segments = Arrays.stream(pattern.substring(1).split("/", -1))
                .map(segment -> segment.equals("**") ? ANY_SEGMENTS : Glob.of(segment))
                .toArray(Glob[]::new);
    }

    /** Of a pattern that begins with a slash. */
    public static PathGlob of(String pattern) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("Not a path: " + pattern);
        }
        return new PathGlob(pattern);
    }

    /** Whether a path, without its query, matches. */
    public boolean matches(String path) {
        if (!path.startsWith("/")) {
            return false;
        }
        int s = 0;
        int at = 1;
        int star = -1;
        int taken = -1;
        while (at <= path.length()) {
            int end = segmentEnd(path, at);
            if (s < segments.length && segments[s].equals(ANY_SEGMENTS)) {
                star = s++;
                taken = at;
            } else if (s < segments.length && segments[s].matches(path, at, end)) {
                s++;
                at = end + 1;
            } else if (star >= 0) {
                s = star + 1;
                taken = segmentEnd(path, taken) + 1;
                at = taken;
            } else {
                return false;
            }
        }
        while (s < segments.length && segments[s].equals(ANY_SEGMENTS)) {
            s++;
        }
        return s == segments.length;
    }

    private static int segmentEnd(String path, int start) {
        int slash = path.indexOf('/', start);
        return slash < 0 ? path.length() : slash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathGlob glob && glob.pattern.equals(pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
