package dev.weir.dataplane.http.origin;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an origin is reached. It does not change: another origin is opened for other settings.
 *
 * @param urls of its servers: scheme, host and port
 * @param tls for those of https; null for what the system trusts
 * @param retries how often a request is sent again that failed
 * @param probe how often a server is tried that nobody has asked anything
 */
public record OriginSettings(
        List<URI> urls,
        Protocol protocol,
        @Nullable OriginTls tls,
        Timeouts timeouts,
        int retries,
        Connections connections,
        Bounds bounds,
        Duration probe) {

    public OriginSettings {
        urls = List.copyOf(urls);
    }

    /** What is spoken: HTTP/2 with prior knowledge, or negotiated where the connection is encrypted. */
    public enum Protocol {
        HTTP1,
        HTTP2
    }

    /**
     * How long is waited.
     *
     * @param connect for a connection, its encryption included
     * @param firstByte for the answer to begin, once the request is sent
     * @param idle for more of it, or for the origin to take more of the request
     * @param expectation for the origin to say whether it wants the content of the request (RFC 9110 section 10.1.1),
     *     which it is sent anyway where it says nothing; no longer than for the answer to begin
     */
    public record Timeouts(Duration connect, Duration firstByte, Duration idle, Duration expectation) {
        public Timeouts {
            expectation = expectation.compareTo(firstByte) < 0 ? expectation : firstByte;
        }
    }

    /**
     * The connections to each address of a server.
     *
     * @param max how many there may be
     * @param waitingMax how many requests may wait for one of them
     * @param idle how long one is kept that has nothing to do
     */
    public record Connections(int max, int waitingMax, Duration idle) {}

    /**
     * What an answer may not exceed.
     *
     * @param lineBytes of its status line
     * @param headerBytes of its fields, and of its trailers
     */
    public record Bounds(int lineBytes, int headerBytes) {}
}
