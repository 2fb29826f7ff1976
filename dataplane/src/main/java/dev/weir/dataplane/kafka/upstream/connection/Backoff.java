package dev.weir.dataplane.kafka.upstream.connection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after so many failures in a row: doubling from {@code first} to {@code most}, and anywhere between
 * half of that and all of it, so that pods which lost the same broker do not return to it at the same moment.
 */
public record Backoff(Duration first, Duration most) {
    private static final int DOUBLINGS_MAX = 30;

    public Duration after(int failures, RandomGenerator random) {
        if (failures <= 0) {
            return Duration.ZERO;
        }
        long doubled = first.toMillis() << Math.min(failures - 1, DOUBLINGS_MAX);
        long full = Math.min(doubled, most.toMillis());
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }
}
