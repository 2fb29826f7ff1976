package dev.weir.dataplane.kafka.upstream;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A topic as its upstream describes it.
 *
 * @param upstream the name of the upstream that the routes give it to
 * @param internal such as {@code __consumer_offsets}
 * @param partitions in the order of their numbers, without gaps
 */
public record Topic(String name, Uuid id, String upstream, boolean internal, List<Partition> partitions) {
    public Topic {
        partitions = List.copyOf(partitions);
    }

    public @Nullable Partition partition(int index) {
        return index >= 0 && index < partitions.size() ? partitions.get(index) : null;
    }
}
