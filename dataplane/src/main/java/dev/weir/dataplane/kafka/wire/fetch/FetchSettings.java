package dev.weir.dataplane.kafka.wire.fetch;

import java.time.Duration;

/**
 * Bounds of fetching.
 *
 * @param responseBytesMax of the records in one response, unless the first batch alone is larger
 * @param waitMillisMax how long a fetch waits for data, whatever it asks for
 * @param sessionsMax fetch sessions of all clients
 * @param sessionPartitionsMax partitions in all of them
 * @param sessionIdleTime when there is no room, sessions give way that were unused for so long
 * @param readThroughBytesMax records on their way from upstream to clients
 * @param hotBytesPerSecond above this rate the readers of a partition are spread over its owners
 */
public record FetchSettings(
        int responseBytesMax,
        int waitMillisMax,
        int sessionsMax,
        long sessionPartitionsMax,
        Duration sessionIdleTime,
        long readThroughBytesMax,
        long hotBytesPerSecond) {
    public static final FetchSettings DEFAULT = new FetchSettings(
            55 * 1024 * 1024, 300_000, 20_000, 1_000_000, Duration.ofMinutes(2), 64L << 20, 32L << 20);
}
