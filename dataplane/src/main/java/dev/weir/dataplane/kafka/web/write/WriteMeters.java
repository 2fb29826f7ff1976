package dev.weir.dataplane.kafka.web.write;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What web clients write. */
final class WriteMeters {
    private final Counter written;
    private final Counter refused;
    private final Counter uncertain;
    private final Counter broken;

    WriteMeters(MeterRegistry meters, Staging staging, Uploads uploads) {
        written = produced(meters, "acknowledged");
        refused = produced(meters, "refused");
        uncertain = produced(meters, "unacknowledged");
        broken = Counter.builder("weir.web.uploads.broken").register(meters);
        Gauge.builder("weir.web.uploads", uploads, Uploads::present).register(meters);
        Gauge.builder("weir.web.uploads.max", uploads, Uploads::max).register(meters);
        Gauge.builder("weir.web.staged.bytes", staging, Staging::used)
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("weir.web.staged.bytes.max", staging, Staging::bytesMax)
                .baseUnit("bytes")
                .register(meters);
    }

    private static Counter produced(MeterRegistry meters, String result) {
        return Counter.builder("weir.web.produced.messages")
                .tag("result", result)
                .register(meters);
    }

    void written() {
        written.increment();
    }

    void failed(WriteException why) {
        (why.isUncertain() ? uncertain : refused).increment();
    }

    void broken() {
        broken.increment();
    }
}
