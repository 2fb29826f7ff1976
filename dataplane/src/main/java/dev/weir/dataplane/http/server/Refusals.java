package dev.weir.dataplane.http.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Counts what is refused before anybody else sees it. */
final class Refusals {
    private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);

    Refusals(MeterRegistry meters) {
        for (Reason reason : Reason.values()) {
            counters.put(reason, meters.counter("weir.http.refused", "reason", reason.token()));
        }
    }

    void count(Reason reason) {
        Counter counter = counters.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
