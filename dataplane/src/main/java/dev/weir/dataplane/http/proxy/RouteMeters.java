package dev.weir.dataplane.http.proxy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** What is counted for one route. */
final class RouteMeters {
    private final Map<Outcome, Counter> requests = new EnumMap<>(Outcome.class);
    private final Counter fromCache;
    private final Counter fromOrigin;

    RouteMeters(String route, MeterRegistry meters) {
        for (Outcome outcome : Outcome.values()) {
            requests.put(outcome, meters.counter("weir.http.requests", "route", route, "outcome", outcome.tag()));
        }
        fromCache = meters.counter("weir.http.response.bytes", "route", route, "source", "cache");
        fromOrigin = meters.counter("weir.http.response.bytes", "route", route, "source", "origin");
    }

    void count(Outcome outcome) {
        Counter counter = requests.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Bytes of content that a client was answered with. */
    void sentFromCache(long bytes) {
        fromCache.increment((double) bytes);
    }

    void sentFromOrigin(long bytes) {
        fromOrigin.increment((double) bytes);
    }

    double count(Outcome... outcomes) {
        double sum = 0;
        for (Outcome outcome : outcomes) {
            Counter counter = requests.get(outcome);
            sum += counter == null ? 0 : counter.count();
        }
        return sum;
    }
}
