package dev.weir.dataplane.kafka.log;

/**
 * Hears what happens to the partitions of a store. Called on the thread that caused it (mostly the appending one),
 * which waits meanwhile: be quick, and do not call the partition's writing methods from here.
 */
public interface LogListener {
    /** More can be read: the high watermark, and with it perhaps the last stable offset, has moved up. */
    default void committed(PartitionLog log) {}

    /** The log was cut back, begun anew or deleted: what was read above its end does not count any more. */
    default void truncated(PartitionLog log) {}

    default void stateChanged(PartitionLog log, PartitionState state) {}
}
