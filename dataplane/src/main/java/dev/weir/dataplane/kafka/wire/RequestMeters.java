package dev.weir.dataplane.kafka.wire;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** How many requests of which API were answered with which error, and how long it took. */
final class RequestMeters {
    private final MeterRegistry meters;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    private record Key(ApiKeys api, Errors error) {}

    RequestMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The time of a fetch includes its wait for data. */
    void answered(ApiKeys api, Errors error, long nanos) {
        timers.computeIfAbsent(new Key(api, error), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Key key) {
        return Timer.builder("weir.kafka.requests")
                .tag("api", key.api().name)
                .tag("error", key.error().name())
                .register(meters);
    }
}
