package dev.weir.dataplane.http.origin;

import java.time.Duration;

/** Durations as people write them. */
final class Durations {
    private Durations() {}

    static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
