package dev.weir.dataplane.http.server;

/**
 * How much one client may ask for.
 *
 * @param lineBytesMax the request line
 * @param headerBytesMax all header fields together; trailer fields likewise
 * @param headerCountMax header fields; trailer fields likewise
 * @param bodyBytesMax the content of a request
 * @param backlogBytesMax what of a connection is held that nobody has asked for yet: further requests, or content that
 *     is held back. Beyond it the connection is not read
 * @param streamsMax requests that are under way at once on an HTTP/2 connection
 */
public record Limits(
        int lineBytesMax,
        int headerBytesMax,
        int headerCountMax,
        long bodyBytesMax,
        int backlogBytesMax,
        int streamsMax) {
    public static final Limits DEFAULT = new Limits(8 * 1024, 32 * 1024, 100, 1L << 30, 64 * 1024, 100);
}
