package dev.weir.dataplane.http.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a bucket tells. */
final class BucketMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final String bucket;
    private final List<Meter> all = new ArrayList<>();
    private final Counter stored;
    private final Counter evictions;
    private final Map<Refused, Counter> refused = new EnumMap<>(Refused.class);

    BucketMeters(MeterRegistry registry, String bucket) {
        this.registry = registry;
        this.bucket = bucket;
        stored = register(Counter.builder("weir.http.cache.stored").tag("bucket", bucket));
        evictions = register(Counter.builder("weir.http.cache.evictions").tag("bucket", bucket));
        for (Refused why : Refused.values()) {
            refused.put(
                    why,
                    register(Counter.builder("weir.http.cache.refused")
                            .tag("bucket", bucket)
                            .tag("reason", why.reason)));
        }
    }

    void watch(LimitedBucket watched) {
        gauge("weir.http.cache.items", null, watched, report -> report.items());
        gauge("weir.http.cache.items.limit", null, watched, report -> report.itemsMax());
        gauge("weir.http.cache.bytes", "bytes", watched, report -> report.bytes());
        gauge("weir.http.cache.limit.bytes", "bytes", watched, report -> report.bytesMax());
    }

    void stored() {
        stored.increment();
    }

    void evicted(int items) {
        evictions.increment(items);
    }

    long evictions() {
        return (long) evictions.count();
    }

    void refused(Refused why) {
        Counter counter = refused.get(why);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void close() {
        all.forEach(registry::remove);
    }

    private Counter register(Counter.Builder builder) {
        Counter counter = builder.register(registry);
        all.add(counter);
        return counter;
    }

    private void gauge(
            String name, @Nullable String unit, LimitedBucket watched, ToDoubleFunction<BucketReport> value) {
        all.add(Gauge.builder(name, watched, each -> value.applyAsDouble(each.report()))
                .baseUnit(unit)
                .tag("bucket", bucket)
                .register(registry));
    }
}
