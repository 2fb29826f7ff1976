package dev.weir.dataplane.kafka;

import dev.weir.dataplane.kafka.KafkaCacheReport.Certificate;
import dev.weir.dataplane.kafka.KafkaCacheReport.Held;
import dev.weir.dataplane.kafka.log.LogStore;
import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.upstream.CachedPartition;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.net.tls.ServerTls;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks how a cache does, for the management port. Any thread. */
final class KafkaCacheStatus {
    private final Upstreams upstreams;
    private final Placement placement;
    private final LogStore store;
    private final Supplier<@Nullable ServerTls> tls;

    KafkaCacheStatus(Upstreams upstreams, Placement placement, LogStore store, Supplier<@Nullable ServerTls> tls) {
        this.tls = tls;
        this.upstreams = upstreams;
        this.placement = placement;
        this.store = store;
    }

    void register(MeterRegistry meters) {
        Gauge.builder("weir.kafka.warm.percent", this, status -> status.now().warmPercent())
                .register(meters);
        Gauge.builder(
                        "weir.kafka.pods.serving",
                        placement,
                        pods -> pods.serving().size())
                .register(meters);
        Gauge.builder("weir.kafka.listener.certificate.unusable", this, status -> {
                    ServerTls current = status.tls.get();
                    return current == null || current.problem() == null ? 0 : 1;
                })
                .register(meters);
        Gauge.builder("weir.kafka.listener.certificate.expires", this, status -> {
                    ServerTls current = status.tls.get();
                    return current == null
                            ? Double.NaN
                            : current.certificate().getNotAfter().toInstant().getEpochSecond();
                })
                .baseUnit("seconds")
                .register(meters);
    }

    KafkaCacheReport now() {
        return new KafkaCacheReport(
                upstreams.status(),
                certificate(tls.get()),
                upstreams.partitions().stream().map(KafkaCacheStatus::held).toList(),
                placement.self(),
                placement.pods(),
                store.recovery());
    }

    private static @Nullable Certificate certificate(@Nullable ServerTls tls) {
        return tls == null
                ? null
                : new Certificate(
                        tls.certificate().getSubjectX500Principal().getName(),
                        tls.certificate().getNotAfter().toInstant(),
                        tls.problem());
    }

    private static Held held(CachedPartition partition) {
        return new Held(
                partition.topicPartition(),
                partition.warm(),
                partition.log().bytes(),
                Math.max(0, partition.upstream().endOffset() - partition.log().endOffset()),
                partition.trouble());
    }
}
