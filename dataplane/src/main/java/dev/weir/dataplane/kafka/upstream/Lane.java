package dev.weir.dataplane.kafka.upstream;

/**
 * Which connection to a broker a request takes. A broker works on one request of a connection at a time, so what is
 * sent on one connection waits for what was sent before.
 */
public sealed interface Lane {
    /**
     * One of a few connections to the broker that all clients share, requests pipelined. The same client always has the
     * same one, so its requests reach a broker in the order they were sent.
     */
    record Shared(long client) implements Lane {}

    /** A connection with nothing else under way, for requests that the broker may hold back (JoinGroup, SyncGroup). */
    record Exclusive() implements Lane {}
}
