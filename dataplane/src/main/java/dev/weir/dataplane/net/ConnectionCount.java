package dev.weir.dataplane.net;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts and bounds the connections of one listener, across the ports that it is bound to in the course of time. */
final class ConnectionCount {
    private final AtomicInteger open = new AtomicInteger();
    private final MeterRegistry meters;
    private final List<Gauge> gauges;
    private final Counter opened;
    private final Counter refused;
    private volatile int max;

    ConnectionCount(String listener, int max, MeterRegistry meters) {
        this.max = max;
        Tags tags = Tags.of("listener", listener);
        this.meters = meters;
        opened = meters.counter("weir.connections.opened", tags);
        refused = meters.counter("weir.connections.refused", tags);
        gauges = List.of(
                Gauge.builder("weir.connections", open, AtomicInteger::get)
                        .tags(tags)
                        .register(meters),
                Gauge.builder("weir.connections.limit", this, count -> count.max)
                        .tags(tags)
                        .register(meters));
    }

    void limit(int connectionsMax) {
        max = connectionsMax;
    }

    int open() {
        return open.get();
    }

    /** Takes one more connection, unless there are as many as may be. */
    boolean enter() {
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            refused.increment();
            return false;
        }
        opened.increment();
        return true;
    }

    /** Takes the gauges away: a later listener of the same name brings its own. */
    void forget() {
        gauges.forEach(meters::remove);
    }

    void leave() {
        open.decrementAndGet();
    }
}
