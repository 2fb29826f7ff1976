package dev.weir.dataplane.kafka.upstream.connection;

import java.time.Duration;

/**
 * Settings of the connections to one upstream.
 *
 * @param clientId what our own requests call themselves
 * @param setupTimeout for everything from the SYN to the broker's list of API versions
 * @param backoff between attempts to connect to one broker
 * @param receiveBytesMax a longer response is taken for garbage
 * @param sendBufferBytes of a socket, -1 for the system's own
 * @param receiveBufferBytes of a socket, -1 for the system's own
 * @param idleMax a connection without traffic is closed after this time
 * @param sharedConnections to each broker, for relayed requests
 * @param exclusiveConnectionsMax to each broker, for relayed requests that it may hold back
 * @param exclusiveIdleMax how long such a connection is kept for the next one
 * @param waitingMax requests that may wait for one connection
 * @param inFlightMax requests sent on one connection and not yet answered
 */
public record ConnectionSettings(
        String clientId,
        Duration setupTimeout,
        Backoff backoff,
        int receiveBytesMax,
        int sendBufferBytes,
        int receiveBufferBytes,
        Duration idleMax,
        int sharedConnections,
        int exclusiveConnectionsMax,
        Duration exclusiveIdleMax,
        int waitingMax,
        int inFlightMax) {

    public static final ConnectionSettings DEFAULTS = new ConnectionSettings(
            "weir",
            Duration.ofSeconds(10),
            new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5)),
            100 << 20,
            -1,
            -1,
            Duration.ofMinutes(9),
            8,
            1000,
            Duration.ofSeconds(30),
            1000,
            100);
}
