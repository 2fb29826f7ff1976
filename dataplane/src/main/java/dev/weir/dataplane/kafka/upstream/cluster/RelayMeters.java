package dev.weir.dataplane.kafka.upstream.cluster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts and times the requests relayed to one upstream, by API and by what became of them. Any thread. */
final class RelayMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final Tags ofUpstream;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Gauge gauge;
    private final Map<Tags, Timer> timers = new ConcurrentHashMap<>();

    RelayMeters(MeterRegistry registry, String upstream) {
        this.registry = registry;
        this.ofUpstream = Tags.of("upstream", upstream);
        this.gauge = Gauge.builder("weir.kafka.upstream.relay.pending", underWay, AtomicInteger::get)
                .tags(ofUpstream)
                .register(registry);
    }

    Sample begin(String api) {
        underWay.incrementAndGet();
        return new Sample(api, Timer.start(registry));
    }

    final class Sample {
        private final String api;
        private final Timer.Sample started;

        private Sample(String api, Timer.Sample started) {
            this.api = api;
            this.started = started;
        }

        void end(String result) {
            underWay.decrementAndGet();
            started.stop(timers.computeIfAbsent(
                    ofUpstream.and("api", api, "result", result),
                    tags -> registry.timer("weir.kafka.upstream.relay", tags)));
        }
    }

    @Override
    public void close() {
        registry.remove(gauge);
        timers.values().forEach(registry::remove);
    }
}
