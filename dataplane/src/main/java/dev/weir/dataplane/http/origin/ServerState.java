package dev.weir.dataplane.http.origin;

import org.jspecify.annotations.Nullable;

/**
 * How one server of an origin is.
 *
 * @param url as the document has it
 * @param problem what last went wrong, null while it answers
 */
public record ServerState(
        String url, boolean reachable, @Nullable String problem) {}
