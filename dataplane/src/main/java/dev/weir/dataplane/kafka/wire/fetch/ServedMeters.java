package dev.weir.dataplane.kafka.wire.fetch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/** What clients were given of each topic; of each partition where that is asked for. Any thread. */
final class ServedMeters {
    private static final int ALL = -1;

    private final MeterRegistry registry;
    private final BooleanSupplier ofPartitions;
    private final Map<Key, Counters> counters = new ConcurrentHashMap<>();

    /** @param partition {@link #ALL} for a whole topic */
    private record Key(String topic, int partition) {
        Tags tags() {
            Tags tags = Tags.of("topic", topic);
            return partition == ALL ? tags : tags.and("partition", Integer.toString(partition));
        }
    }

    private record Counters(Counter cached, Counter readThrough, Counter records) {}

    ServedMeters(MeterRegistry registry, BooleanSupplier ofPartitions) {
        this.registry = registry;
        this.ofPartitions = ofPartitions;
    }

    void cached(TopicPartition partition, int bytes) {
        of(partition).cached.increment(bytes);
    }

    void readThrough(TopicPartition partition, int bytes) {
        of(partition).readThrough.increment(bytes);
    }

    void records(TopicPartition partition, long count) {
        of(partition).records.increment((double) count);
    }

    private Counters of(TopicPartition partition) {
        var key = new Key(partition.topic(), ofPartitions.getAsBoolean() ? partition.partition() : ALL);
        return counters.computeIfAbsent(key, this::register);
    }

    private Counters register(Key key) {
        Tags tags = key.tags();
        return new Counters(
                registry.counter("weir.kafka.fetch.bytes", tags.and("from", "cache")),
                registry.counter("weir.kafka.fetch.bytes", tags.and("from", "upstream")),
                registry.counter("weir.kafka.fetch.records", tags));
    }

    /** Forgets topics that are no more, and what was told by topic and now is by partition, or the other way round. */
    void retain(Set<String> topics) {
        boolean each = ofPartitions.getAsBoolean();
        counters.forEach((key, gone) -> {
            if (!topics.contains(key.topic) || each == (key.partition == ALL)) {
                counters.remove(key);
                registry.remove(gone.cached);
                registry.remove(gone.readThrough);
                registry.remove(gone.records);
            }
        });
    }
}
