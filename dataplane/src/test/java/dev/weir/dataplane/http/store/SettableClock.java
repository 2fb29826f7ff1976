package dev.weir.dataplane.http.store;

import java.time.Instant;
import java.time.InstantSource;

final class SettableClock implements InstantSource {
    private volatile long millis;

    SettableClock(long millis) {
        this.millis = millis;
    }

    void set(long next) {
        millis = next;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }
}
