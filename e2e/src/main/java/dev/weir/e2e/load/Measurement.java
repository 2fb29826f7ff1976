package dev.weir.e2e.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a server gave in one round, and the CPU time that its process spent on it.
 *
 * <p>The reader's own CPU time is not in it. Where there are few cores the reader takes one of them, so compare the
 * speeds of two servers of the same run only.
 */
record Measurement(long bytes, Duration took, Duration serverCpu) {
    private static final double GIB = 1024 * 1024 * 1024;

    /** Some of the reading comes before what is measured: connections open, pages come into memory. */
    static Measurement of(Server server, FetchLoad.Target target, int readers, Duration time) throws IOException {
        try (var load = FetchLoad.open(target, readers)) {
            load.run(time.dividedBy(5));
            Duration cpuBefore = server.cpu();
            long start = System.nanoTime();
            long bytes = load.run(time);
            var took = Duration.ofNanos(System.nanoTime() - start);
            return new Measurement(bytes, took, server.cpu().minus(cpuBefore));
        }
    }

    double megabytesPerSecond() {
        return bytes / 1e6 / seconds(took);
    }

    double cpuSecondsPerGiB() {
        return seconds(serverCpu) / (bytes / GIB);
    }

    static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
        return rounds.stream()
                .map(figure::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList()
                .get(rounds.size() / 2);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
