package dev.weir.dataplane.kafka.wire.relay;

import java.time.Duration;

/** How long upstream is waited for. */
final class Timeouts {
    /** What a broker does at once. */
    static final Duration SHORT = Duration.ofSeconds(15);

    /** Administration, which a broker may have to take to the controller. */
    static final Duration ADMIN = Duration.ofSeconds(60);

    /** What a broker holds back until others have done their part. */
    static final Duration BLOCKING = Duration.ofMinutes(10);

    private static final Duration SLACK = Duration.ofSeconds(5);

    private Timeouts() {}

    /** A time that the request itself names, and the way there and back. */
    static Duration named(int millis) {
        return Duration.ofMillis(Math.max(0, millis)).plus(SLACK);
    }
}
