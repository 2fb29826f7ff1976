package dev.weir.dataplane.kafka.upstream;

import org.apache.kafka.common.TopicPartition;

/** Which partitions this pod holds. Cheap, any thread. */
@FunctionalInterface
public interface Ownership {
    boolean owns(TopicPartition partition);
}
