package dev.weir.dataplane.kafka.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.storage.internals.log.CleanerStats;

/** The meters of one store, all named {@code weir.kafka.log}. */
final class StoreMeters {
    private final MeterRegistry registry;
    private volatile boolean ofPartitions;
    private final Timer flushes;
    private final Counter deletions;
    private final Counter compactions;
    private final Counter compactedBytes;
    private final Counter remainingBytes;
    private final Map<Tags, List<Meter>> gauges = new ConcurrentHashMap<>();

    StoreMeters(MeterRegistry registry, boolean ofPartitions) {
        this.registry = registry;
        this.ofPartitions = ofPartitions;
        this.flushes = registry.timer("weir.kafka.log.flush");
        this.deletions = registry.counter("weir.kafka.log.retention.segments");
        this.compactions = registry.counter("weir.kafka.log.compaction.runs");
        this.compactedBytes = registry.counter("weir.kafka.log.compaction.read.bytes");
        this.remainingBytes = registry.counter("weir.kafka.log.compaction.written.bytes");
    }

    void timeFlush(Runnable flush) {
        flushes.record(flush);
    }

    void deleted(int segments) {
        deletions.increment(segments);
    }

    void compacted(CleanerStats run) {
        compactions.increment();
        compactedBytes.increment((double) run.bytesRead());
        remainingBytes.increment((double) run.bytesWritten());
    }

    void recovered(Recovery recovery) {
        Gauge.builder("weir.kafka.log.recovery.seconds", () -> recovery.took().toNanos() / 1e9)
                .register(registry);
    }

    void room(Room room) {
        Gauge.builder("weir.kafka.log.limit.bytes", room, Room::limit).register(registry);
    }

    void backlog(Backlog backlog) {
        Gauge.builder("weir.kafka.log.unflushed.bytes", backlog, Backlog::bytes).register(registry);
    }

    /** Counts partitions that are not as they should be; reading them is left to the registry's own rhythm. */
    void states(Collection<PartitionLog> partitions) {
        states(partitions, "weir.kafka.log.partitions.offline", PartitionState.Offline.class);
        states(partitions, "weir.kafka.log.partitions.readonly", PartitionState.ReadOnly.class);
    }

    private void states(Collection<PartitionLog> partitions, String name, Class<? extends PartitionState> kind) {
        Gauge.builder(
                        name,
                        partitions,
                        all -> all.stream()
                                .filter(partition -> kind.isInstance(partition.state()))
                                .count())
                .register(registry);
    }

    /** Tells of partitions from now on, or of topics. */
    void ofPartitions(
            boolean each, Collection<PartitionLog> partitions, Function<String, Collection<PartitionLog>> ofTopic) {
        if (each == ofPartitions) {
            return;
        }
        gauges.values().forEach(meters -> meters.forEach(registry::remove));
        gauges.clear();
        ofPartitions = each;
        partitions.forEach(partition -> add(partition, ofTopic));
    }

    /** A partition was opened or made; its topic's others are those of which it is one. */
    void add(PartitionLog partition, Function<String, Collection<PartitionLog>> ofTopic) {
        Tags tags = tags(partition);
        String topic = partition.topicPartition().topic();
        gauges.computeIfAbsent(tags, key -> {
            Function<ToDoubleFunction<PartitionLog>, Supplier<Number>> sum = ofPartitions
                    ? value -> () -> value.applyAsDouble(partition)
                    : value -> () ->
                            ofTopic.apply(topic).stream().mapToDouble(value).sum();
            return List.of(
                    gauge("weir.kafka.log.start.offset", key, sum.apply(PartitionLog::startOffset)),
                    gauge("weir.kafka.log.end.offset", key, sum.apply(PartitionLog::endOffset)),
                    gauge("weir.kafka.log.bytes", key, sum.apply(PartitionLog::bytes)),
                    gauge("weir.kafka.log.segments", key, sum.apply(PartitionLog::segments)));
        });
    }

    private Meter gauge(String name, Tags tags, Supplier<Number> value) {
        return Gauge.builder(name, value).tags(tags).register(registry);
    }

    /** A partition was deleted. */
    void remove(PartitionLog partition, boolean lastOfTopic) {
        if (ofPartitions || lastOfTopic) {
            List<Meter> removed = gauges.remove(tags(partition));
            if (removed != null) {
                removed.forEach(registry::remove);
            }
        }
    }

    private Tags tags(PartitionLog partition) {
        Tags topic = Tags.of("topic", partition.topicPartition().topic());
        return ofPartitions
                ? topic.and(
                        "partition", Integer.toString(partition.topicPartition().partition()))
                : topic;
    }
}
