package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.kafka.web.answer.CodingMemory;
import dev.weir.dataplane.kafka.web.answer.Written;
import dev.weir.dataplane.kafka.web.read.TopicReads;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What web clients are given. */
final class WebMeters {
    private final AtomicInteger readers = new AtomicInteger();
    private final AtomicLong deltaBytes = new AtomicLong();
    private final Counter patches;
    private final Counter sent;
    private final Counter filtered;
    private final Counter replaced;
    private final MeterRegistry meters;

    WebMeters(MeterRegistry meters, TopicReads reads, CodingMemory codings) {
        this.meters = meters;
        Gauge.builder("weir.web.key.indexes", reads, TopicReads::indexes).register(meters);
        Gauge.builder("weir.web.key.index.bytes", reads, TopicReads::indexBytes)
                .baseUnit("bytes")
                .register(meters);
        FunctionCounter.builder("weir.web.segments.skipped", reads, TopicReads::segmentsSkipped)
                .register(meters);
        Gauge.builder("weir.web.segment.summary.bytes", reads, TopicReads::summaryBytes)
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("weir.web.coding.bytes", codings, CodingMemory::used)
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("weir.web.delta.bytes", deltaBytes, AtomicLong::get)
                .baseUnit("bytes")
                .register(meters);
        patches = Counter.builder("weir.web.patches").register(meters);
        replaced =
                Counter.builder("weir.web.messages").tag("result", "replaced").register(meters);
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

    void sent(Written.Kind kind) {
        sent.increment();
        if (kind == Written.Kind.PATCH) {
            patches.increment();
        }
    }

    /** What readers who ask for patches have been sent, and is kept to tell what changes. */
    AtomicLong deltaBytes() {
        return deltaBytes;
    }

    void filtered() {
        filtered.increment();
    }

    void replaced() {
        replaced.increment();
    }

    void refused(int status) {
        Counter.builder("weir.web.refused")
                .tag("status", Integer.toString(status))
                .register(meters)
                .increment();
    }
}
