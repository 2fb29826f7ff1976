package dev.weir.dataplane.kafka.placement;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Who holds what, and who can serve it. */
public interface Placement extends AutoCloseable {
    /** This process. */
    Pod self();

    /** Every pod there should be, in the order of their ordinals. */
    List<Pod> pods();

    /** The pods that hold the partition, whether ready or not, the one that leads it first. */
    List<Pod> owners(TopicPartition partition);

    /** Whether this process is among the owners. */
    boolean owns(TopicPartition partition);

    /** Called, on any thread, when owners or the readiness of a pod changed. Must not block. */
    void onChange(Runnable listener);

    @Override
    default void close() {}

    /** The pods that can serve, in the order of their ordinals; this process at least. */
    default List<Pod> serving() {
        return pods().stream().filter(Pod::ready).toList();
    }
}
