package dev.weir.dataplane.kafka;

import dev.weir.dataplane.kafka.log.LogStore;
import dev.weir.dataplane.kafka.log.PartitionLog;
import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.placement.Pod;
import dev.weir.dataplane.kafka.upstream.CachedPartition;
import dev.weir.dataplane.kafka.upstream.UpstreamStatus;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.wire.tls.ServerTls;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How a cache does, for the management port. Any thread. */
final class KafkaCacheStatus {
    /** Topics, and partitions in trouble, that are told one by one. */
    private static final int LISTED_MAX = 500;

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
        Gauge.builder("weir.kafka.warm.percent", this, KafkaCacheStatus::warmPercent)
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

    /** What a topic, or all of them, amount to. */
    private static final class Sum {
        private int partitions;
        private int warm;
        private long bytes;
        private long lag;

        void add(CachedPartition partition) {
            partitions++;
            warm += partition.warm() ? 1 : 0;
            bytes += partition.log().bytes();
            lag += lag(partition);
        }

        Map<String, Object> told() {
            return Map.of(
                    "partitions", partitions, "bytes", bytes, "lag", lag, "warmPercent", percent(warm, partitions));
        }
    }

    Map<String, Object> now() {
        Collection<CachedPartition> partitions = upstreams.partitions();
        var topics = new TreeMap<String, Sum>();
        var all = new Sum();
        for (CachedPartition partition : partitions) {
            all.add(partition);
            topics.computeIfAbsent(partition.topicPartition().topic(), name -> new Sum())
                    .add(partition);
        }
        Map<String, Object> status = new LinkedHashMap<>(all.told());
        status.put("topics", topics.size());
        status.put(
                "maxLag",
                partitions.stream().mapToLong(KafkaCacheStatus::lag).max().orElse(0));
        status.put(
                "upstreams",
                upstreams.status().stream().map(KafkaCacheStatus::told).toList());
        ServerTls current = tls.get();
        if (current != null) {
            status.put("listenerCertificate", told(current));
        }
        status.put("pod", placement.self().ordinal());
        status.put("pods", placement.pods().stream().map(KafkaCacheStatus::told).toList());
        status.put("recovery", recovery());
        status.put("trouble", trouble(partitions));
        Map<String, Object> listed = new LinkedHashMap<>();
        topics.entrySet().stream()
                .limit(LISTED_MAX)
                .forEach(topic -> listed.put(topic.getKey(), topic.getValue().told()));
        status.put("topic", listed);
        return status;
    }

    private Map<String, Object> recovery() {
        return Map.of(
                "durationMillis", store.recovery().took().toMillis(),
                "partitions", store.recovery().partitions(),
                "replayedBytes", store.recovery().replayedBytes(),
                "rescanned", store.recovery().rescanned(),
                "offline", store.recovery().offline());
    }

    private static List<Map<String, Object>> trouble(Collection<CachedPartition> partitions) {
        return partitions.stream()
                .filter(partition -> !partition.trouble().isEmpty())
                .limit(LISTED_MAX)
                .map(partition -> Map.<String, Object>of(
                        "topic", partition.topicPartition().topic(),
                        "partition", partition.topicPartition().partition(),
                        "reason", partition.trouble()))
                .toList();
    }

    private static Map<String, Object> told(UpstreamStatus upstream) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", upstream.name());
        told.put("connected", upstream.connected());
        told.put("since", upstream.since().toString());
        told.put("brokers", upstream.brokers());
        if (upstream.lastError() != null) {
            told.put("lastError", upstream.lastError());
        }
        if (upstream.secretsProblem() != null) {
            told.put("secretsProblem", upstream.secretsProblem());
        }
        return told;
    }

    private static Map<String, Object> told(ServerTls tls) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("subject", tls.certificate().getSubjectX500Principal().getName());
        told.put("expires", tls.certificate().getNotAfter().toInstant().toString());
        String problem = tls.problem();
        if (problem != null) {
            told.put("problem", problem);
        }
        return told;
    }

    private static Map<String, Object> told(Pod pod) {
        return Map.of("ordinal", pod.ordinal(), "host", pod.host(), "port", pod.port(), "ready", pod.ready());
    }

    private double warmPercent() {
        Collection<CachedPartition> partitions = upstreams.partitions();
        int warm = (int) partitions.stream().filter(CachedPartition::warm).count();
        return percent(warm, partitions.size());
    }

    private static int percent(int part, int whole) {
        return whole == 0 ? 100 : part * 100 / whole;
    }

    /** How many offsets upstream has that are not here yet, as far as is known. */
    private static long lag(CachedPartition partition) {
        PartitionLog log = partition.log();
        return Math.max(0, partition.upstream().endOffset() - log.endOffset());
    }
}
