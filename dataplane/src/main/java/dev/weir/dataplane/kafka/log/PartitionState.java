package dev.weir.dataplane.kafka.log;

/** What a partition can do at the moment. One partition's trouble is never another's. */
public sealed interface PartitionState {
    /** It is read and appended to. */
    record Online() implements PartitionState {}

    /** No room, or the volume does not take writes: it serves what it holds. Append again: that is how it heals. */
    record ReadOnly(String reason) implements PartitionState {}

    /** Its files cannot be used; it is opened again from time to time until they can, or until it is deleted. */
    record Offline(String reason) implements PartitionState {}
}
