package dev.weir.dataplane.kafka.web.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still until it is moved. */
public final class TestClock implements InstantSource {
    private volatile Instant now;

    public TestClock() {
        this(Instant.parse("2026-01-31T12:00:00Z"));
    }

    public TestClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    public Instant in(Duration time) {
        return now.plus(time);
    }

    public void move(Duration time) {
        now = now.plus(time);
    }
}
