package dev.weir.dataplane.kafka.wire.fetch;

/** What upstream is asked on behalf of a fetch. */
enum Question {
    /** For the records themselves: they are not here and will not be. */
    READ_THROUGH,
    /** Where the partition ends, as the client asks for an offset beyond anything known here. */
    WHERE_IT_ENDS,
    /** For new metadata, as the client knows a later leader epoch. */
    LEADER_EPOCH
}
