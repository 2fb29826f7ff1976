package dev.weir.dataplane.management;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;

/** What any process of this kind tells of itself: its JVM, its buffers, its version. */
public final class ProcessMeters {
    private ProcessMeters() {}

    /** Registers them for as long as the process runs. */
    public static void register(MeterRegistry meters, String version) {
        meters.config().meterFilter(new WithoutAllocatorId());
        new JvmGcMetrics().bindTo(meters);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new FileDescriptorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        new NettyAllocatorMetrics(PooledByteBufAllocator.DEFAULT).bindTo(meters);
        Gauge.builder("weir.build", () -> 1).tag("version", version).register(meters);
    }

    /** The id of an allocator is another one in each process, and there is one allocator. */
    private static final class WithoutAllocatorId implements MeterFilter {
        @Override
        public Meter.Id map(Meter.Id id) {
            if (!id.getName().startsWith("netty.allocator.")) {
                return id;
            }
            List<Tag> tags = id.getTags().stream()
                    .filter(tag -> !tag.getKey().equals("id"))
                    .toList();
            return id.replaceTags(tags);
        }
    }
}
