package dev.weir.e2e.load;

import java.time.Duration;

/** What a server answered in one round, and the CPU time that its processes spent on it. */
record Hits(long requests, Duration took, Duration serverCpu) {
    double perSecond() {
        return requests / seconds(took);
    }

    double perCpuSecond() {
        return requests / seconds(serverCpu);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
