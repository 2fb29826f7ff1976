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
    private final Counter beforeCompression;
    private final Counter afterCompression;

    RouteMeters(String route, MeterRegistry meters) {
        for (Outcome outcome : Outcome.values()) {
            requests.put(outcome, meters.counter("weir.http.requests", "route", route, "outcome", outcome.tag()));
        }
        fromCache = meters.counter("weir.http.response.bytes", "route", route, "source", "cache");
        fromOrigin = meters.counter("weir.http.response.bytes", "route", route, "source", "origin");
        beforeCompression = meters.counter("weir.http.compression.bytes", "route", route, "side", "before");
        afterCompression = meters.counter("weir.http.compression.bytes", "route", route, "side", "after");
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

    /** Bytes of content that went into encoders and came out of them. */
    void compressed(long before, long after) {
        beforeCompression.increment((double) before);
        afterCompression.increment((double) after);
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
