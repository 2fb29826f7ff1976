package dev.weir.dataplane.kafka.wire.fetch;

import dev.weir.dataplane.kafka.wire.frame.MemoryBudget;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What fetching shows of itself. */
final class FetchMeters {
    private final Counter hits;
    private final Counter hitBytes;
    private final Counter readThroughs;
    private final Counter readThroughBytes;
    private final Counter sentElsewhere;

    FetchMeters(MeterRegistry meters, FetchSessions sessions, Purgatory purgatory, MemoryBudget readThroughMemory) {
        hits = meters.counter("weir.kafka.fetch.reads", "from", "cache");
        readThroughs = meters.counter("weir.kafka.fetch.reads", "from", "upstream");
        hitBytes = meters.counter("weir.kafka.fetch.bytes", "from", "cache");
        readThroughBytes = meters.counter("weir.kafka.fetch.bytes", "from", "upstream");
        sentElsewhere = meters.counter("weir.kafka.fetch.redirects");
        Gauge.builder("weir.kafka.fetch.waiting", purgatory, Purgatory::size).register(meters);
        Gauge.builder("weir.kafka.fetch.sessions", sessions, FetchSessions::size)
                .register(meters);
        Gauge.builder("weir.kafka.fetch.session.partitions", sessions, FetchSessions::partitionCount)
                .register(meters);
        Gauge.builder("weir.kafka.fetch.readthrough.held", readThroughMemory, MemoryBudget::used)
                .baseUnit("bytes")
                .register(meters);
    }

    void hit(int bytes) {
        hits.increment();
        hitBytes.increment(bytes);
    }

    void readThrough(int bytes) {
        readThroughs.increment();
        readThroughBytes.increment(bytes);
    }

    void sentElsewhere() {
        sentElsewhere.increment();
    }
}
