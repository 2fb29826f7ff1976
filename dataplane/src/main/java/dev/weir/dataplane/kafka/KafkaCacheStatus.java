package dev.weir.dataplane.kafka;

import dev.weir.dataplane.kafka.KafkaCacheReport.Certificate;
import dev.weir.dataplane.kafka.KafkaCacheReport.Held;
import dev.weir.dataplane.kafka.KafkaCacheReport.Keys;
import dev.weir.dataplane.kafka.log.LogStore;
import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.upstream.CachedPartition;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.web.access.KeysInFile;
import dev.weir.dataplane.kafka.web.access.TokenKeys;
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
    private final Supplier<@Nullable ServerTls> kafka;
    private final WebSide web;

    /** @param kafka the certificate of the listener for Kafka clients */
    KafkaCacheStatus(
            Upstreams upstreams,
            Placement placement,
            LogStore store,
            Supplier<@Nullable ServerTls> kafka,
            WebSide web) {
        this.kafka = kafka;
        this.web = web;
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
        register("kafka", kafka, meters);
        register("web", web::tls, meters);
    }

    private static void register(String listener, Supplier<@Nullable ServerTls> tls, MeterRegistry meters) {
        Gauge.builder("weir.kafka.listener.certificate.unusable", tls, now -> {
                    ServerTls current = now.get();
                    return current == null || current.problem() == null ? 0 : 1;
                })
                .tag("listener", listener)
                .strongReference(true)
                .register(meters);
        Gauge.builder("weir.kafka.listener.certificate.expires", tls, now -> {
                    ServerTls current = now.get();
                    return current == null
                            ? Double.NaN
                            : current.certificate().getNotAfter().toInstant().getEpochSecond();
                })
                .tag("listener", listener)
                .baseUnit("seconds")
                .strongReference(true)
                .register(meters);
    }

    KafkaCacheReport now() {
        return new KafkaCacheReport(
                upstreams.status(),
                certificate(kafka.get()),
                certificate(web.tls()),
                keys(web.keys()),
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

    private static @Nullable Keys keys(@Nullable TokenKeys keys) {
        return keys == null ? null : new Keys(keys.count(), keys.problem(), keys instanceof KeysInFile);
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
