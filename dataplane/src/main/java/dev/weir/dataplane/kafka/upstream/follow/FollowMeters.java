package dev.weir.dataplane.kafka.upstream.follow;

import dev.weir.dataplane.kafka.upstream.CachedPartition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * The meters of following one upstream. By topic, and by partition only where that is asked for; those of a topic go
 * with its last partition. Any thread.
 */
public final class FollowMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final boolean ofPartitions;
    private final Tags ofUpstream;
    private final Counter fetches;
    private final Counter fetchedBytes;
    private final Counter cuts;
    private final Set<CachedPartition> all = ConcurrentHashMap.newKeySet();
    private final Map<Tags, Group> groups = new ConcurrentHashMap<>();
    private final List<Meter> own = new ArrayList<>();

    public FollowMeters(MeterRegistry registry, String upstream, boolean ofPartitions) {
        this.registry = registry;
        this.ofPartitions = ofPartitions;
        this.ofUpstream = Tags.of("upstream", upstream);
        this.fetches = registry.counter("weir.kafka.upstream.fetches", ofUpstream);
        this.fetchedBytes = registry.counter("weir.kafka.upstream.fetched.bytes", ofUpstream);
        this.cuts = registry.counter("weir.kafka.upstream.log.cuts", ofUpstream);
        own.addAll(List.of(fetches, fetchedBytes, cuts));
        own.add(Gauge.builder("weir.kafka.upstream.partitions", all, Set::size)
                .tags(ofUpstream)
                .register(registry));
        own.add(Gauge.builder("weir.kafka.upstream.partitions.warm", all, FollowMeters::warm)
                .tags(ofUpstream)
                .register(registry));
        own.add(Gauge.builder("weir.kafka.upstream.partitions.troubled", all, FollowMeters::troubled)
                .tags(ofUpstream)
                .register(registry));
    }

    private static double warm(Set<CachedPartition> all) {
        return all.stream().filter(CachedPartition::warm).count();
    }

    private static double troubled(Set<CachedPartition> all) {
        return all.stream().filter(one -> !one.trouble().isEmpty()).count();
    }

    /** The partitions of one topic, or one partition, and its meters. */
    private record Group(Set<CachedPartition> partitions, Counter bytes, Counter records, List<Meter> gauges) {}

    void add(CachedPartition partition) {
        all.add(partition);
        groups.computeIfAbsent(tags(partition), this::group).partitions.add(partition);
    }

    private Group group(Tags tags) {
        Set<CachedPartition> members = ConcurrentHashMap.newKeySet();
        return new Group(
                members,
                registry.counter("weir.kafka.upstream.bytes", tags),
                registry.counter("weir.kafka.upstream.records", tags),
                List.of(
                        gauge(
                                "weir.kafka.upstream.end.offset",
                                tags,
                                members,
                                one -> Math.max(0, one.upstream().endOffset())),
                        gauge("weir.kafka.upstream.lag", tags, members, FollowMeters::lag)));
    }

    private Gauge gauge(String name, Tags tags, Set<CachedPartition> members, ToDoubleFunction<CachedPartition> value) {
        return Gauge.builder(name, members, of -> of.stream().mapToDouble(value).sum())
                .tags(tags)
                .register(registry);
    }

    private static double lag(CachedPartition partition) {
        return Math.max(0, partition.upstream().endOffset() - partition.log().endOffset());
    }

    void remove(CachedPartition partition) {
        all.remove(partition);
        groups.computeIfPresent(tags(partition), (tags, group) -> {
            group.partitions.remove(partition);
            if (!group.partitions.isEmpty()) {
                return group;
            }
            forget(group);
            return null;
        });
    }

    private void forget(Group group) {
        registry.remove(group.bytes);
        registry.remove(group.records);
        group.gauges.forEach(registry::remove);
    }

    private Tags tags(CachedPartition partition) {
        Tags topic = ofUpstream.and("topic", partition.topicPartition().topic());
        return ofPartitions
                ? topic.and(
                        "partition", Integer.toString(partition.topicPartition().partition()))
                : topic;
    }

    void fetched(int bytes) {
        fetches.increment();
        fetchedBytes.increment(bytes);
    }

    void followed(Fetched fetched) {
        Group group = groups.get(tags(fetched.partition()));
        if (group != null) {
            group.bytes.increment(fetched.records().sizeInBytes());
            group.records.increment((double) fetched.count());
        }
    }

    /** One of Kafka's error codes, or one of few others. */
    void failed(String error) {
        registry.counter("weir.kafka.upstream.fetch.errors", ofUpstream.and("reason", error))
                .increment();
    }

    void cut() {
        cuts.increment();
    }

    @Override
    public void close() {
        groups.values().forEach(this::forget);
        groups.clear();
        own.forEach(registry::remove);
    }
}
