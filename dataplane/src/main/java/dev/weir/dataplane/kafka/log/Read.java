package dev.weir.dataplane.kafka.log;

/** What a read gives: bytes (perhaps none yet), or the reason why there are none to give. */
public sealed interface Read permits Slice, Read.OutOfRange, Read.Offline {
    /** The offset asked for is below the start or above the end; upstream may well have it. */
    record OutOfRange(long startOffset, long highWatermark, long endOffset) implements Read {}

    /** The partition's files cannot be read at the moment. */
    record Offline(String reason) implements Read {}
}
