package dev.weir.dataplane.kafka.wire.fetch;

import dev.weir.dataplane.kafka.wire.frame.MemoryBudget;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/** What fetching shows of itself. Any thread. */
public final class FetchMeters {
    private final Counter hits;
    private final Counter readThroughs;
    private final Counter sentElsewhere;
    private final ServedMeters served;
    private final MeterRegistry meters;

    /** @param ofPartitions whether partitions have meters of their own instead of those of their topic; may change */
    public FetchMeters(MeterRegistry meters, BooleanSupplier ofPartitions) {
        this.meters = meters;
        served = new ServedMeters(meters, ofPartitions);
        hits = meters.counter("weir.kafka.fetch.reads", "from", "cache");
        readThroughs = meters.counter("weir.kafka.fetch.reads", "from", "upstream");
        sentElsewhere = meters.counter("weir.kafka.fetch.redirects");
    }

    void show(FetchSessions sessions, Purgatory purgatory, MemoryBudget readThroughMemory) {
        Gauge.builder("weir.kafka.fetch.waiting", purgatory, Purgatory::size).register(meters);
        Gauge.builder("weir.kafka.fetch.sessions", sessions, FetchSessions::size)
                .register(meters);
        Gauge.builder("weir.kafka.fetch.session.partitions", sessions, FetchSessions::partitionCount)
                .register(meters);
        Gauge.builder("weir.kafka.fetch.readthrough.held", readThroughMemory, MemoryBudget::used)
                .baseUnit("bytes")
                .register(meters);
    }

    void hit(TopicPartition partition, int bytes) {
        hits.increment();
        served.cached(partition, bytes);
    }

    void readThrough(TopicPartition partition, int bytes) {
        readThroughs.increment();
        served.readThrough(partition, bytes);
    }

    /** A client has moved past so many records. */
    void passed(TopicPartition partition, long records) {
        if (records > 0) {
            served.records(partition, records);
        }
    }

    /** Only these topics are left. */
    void retain(Set<String> topics) {
        served.retain(topics);
    }

    void sentElsewhere() {
        sentElsewhere.increment();
    }
}
