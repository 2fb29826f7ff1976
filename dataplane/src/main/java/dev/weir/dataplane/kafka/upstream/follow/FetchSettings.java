package dev.weir.dataplane.kafka.upstream.follow;

import dev.weir.dataplane.kafka.upstream.connection.Backoff;
import java.time.Duration;

/**
 * How partitions are fetched.
 *
 * @param clientId what the requests call themselves
 * @param rack where this pod is, so that a nearer replica may be fetched from (KIP-392); empty: always from the leader
 * @param waitMax how long a broker holds a fetch back when there is nothing new
 * @param bytesMax for one response; a larger batch comes all the same, alone. Twice as much may be in memory per broker
 * @param partitionBytesMax for one partition in a response
 * @param requestTimeout after which a broker that does not answer is taken for dead
 * @param backoff for a partition after a failure
 * @param nearerReplicaFor how long a replica that the leader has named is fetched from before the leader is asked again
 */
public record FetchSettings(
        String clientId,
        String rack,
        Duration waitMax,
        int bytesMax,
        int partitionBytesMax,
        Duration requestTimeout,
        Backoff backoff,
        Duration nearerReplicaFor) {

    public static final FetchSettings DEFAULTS = new FetchSettings(
            "weir",
            "",
            Duration.ofMillis(500),
            16 << 20,
            4 << 20,
            Duration.ofSeconds(30),
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10)),
            Duration.ofMinutes(5));
}
