package dev.weir.dataplane.http.store.disk;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What the tier tells. */
final class DiskMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final String bucket;
    private final List<Meter> all = new ArrayList<>();
    final Counter loads;
    final Counter droppedBusy;
    final Counter droppedLarge;
    final Counter droppedDamaged;
    final Counter droppedTrouble;

    DiskMeters(MeterRegistry registry, String bucket, Supplier<DiskReport> report) {
        this.registry = registry;
        this.bucket = bucket;
        loads = add(Counter.builder("weir.http.cache.disk.loads")
                .tag("bucket", bucket)
                .register(registry));
        droppedBusy = dropped("busy");
        droppedLarge = dropped("large");
        droppedDamaged = dropped("damaged");
        droppedTrouble = dropped("trouble");
        gauge("weir.http.cache.disk.items", report, DiskReport::items);
        gauge("weir.http.cache.disk.bytes", report, DiskReport::bytes);
        gauge("weir.http.cache.disk.limit.bytes", report, DiskReport::bytesMax);
        gauge("weir.http.cache.disk.queued.bytes", report, DiskReport::queuedBytes);
        gauge("weir.http.cache.disk.trouble", report, each -> each.trouble() == null ? 0 : 1);
    }

    @Override
    public void close() {
        all.forEach(registry::remove);
    }

    private Counter dropped(String reason) {
        return add(Counter.builder("weir.http.cache.disk.dropped")
                .tag("bucket", bucket)
                .tag("reason", reason)
                .register(registry));
    }

    private void gauge(String name, Supplier<DiskReport> report, ToDoubleFunction<DiskReport> value) {
        add(Gauge.builder(name, () -> value.applyAsDouble(report.get()))
                .tag("bucket", bucket)
                .register(registry));
    }

    private <M extends Meter> M add(M meter) {
        all.add(meter);
        return meter;
    }
}
