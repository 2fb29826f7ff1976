package dev.weir.e2e.load;

import java.time.Duration;

/** What a server handed out in one round, the CPU time that it spent on it, and how much memory it had then. */
record FanOut(long events, Duration took, Duration serverCpu, long residentBytes) {
    double perSecond() {
        return events / (took.toNanos() / 1e9);
    }

    double cpuSecondsPerMillion() {
        return serverCpu.toNanos() / 1e9 / (events / 1e6);
    }

    double residentMebibytes() {
        return residentBytes / (1024.0 * 1024);
    }
}
