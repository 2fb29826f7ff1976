package dev.weir.dataplane.http.store;

/**
 * What is taken out of the cache.
 *
 * @param hard whether it goes at once; otherwise it becomes stale, to be validated or served where staleness is allowed
 */
public record Purge(Target target, boolean hard) {
    /** Which responses. */
    public sealed interface Target {}

    /** Those of one URI, as keys have it, with all their variants. */
    public record Uri(String uri) implements Target {}

    /** Those whose URI begins so. */
    public record Prefix(String prefix) implements Target {}

    /** Those that were given this tag. */
    public record Tag(String tag) implements Target {}

    /** All. */
    public record Everything() implements Target {}
}
