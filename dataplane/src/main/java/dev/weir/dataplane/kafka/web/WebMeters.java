package dev.weir.dataplane.kafka.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What web clients are given. */
final class WebMeters {
    private final AtomicInteger readers = new AtomicInteger();
    private final Counter sent;
    private final Counter filtered;
    private final MeterRegistry meters;

    WebMeters(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder("weir.web.readers", readers, AtomicInteger::get).register(meters);
        sent = Counter.builder("weir.web.messages").tag("result", "sent").register(meters);
        filtered =
                Counter.builder("weir.web.messages").tag("result", "filtered").register(meters);
    }

    void began() {
        readers.incrementAndGet();
    }

    void ended() {
        readers.decrementAndGet();
    }

    void sent() {
        sent.increment();
    }

    void filtered() {
        filtered.increment();
    }

    void refused(int status) {
        Counter.builder("weir.web.refused")
                .tag("status", Integer.toString(status))
                .register(meters)
                .increment();
    }
}
