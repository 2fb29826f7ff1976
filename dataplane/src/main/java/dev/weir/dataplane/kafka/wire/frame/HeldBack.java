package dev.weir.dataplane.kafka.wire.frame;

/** Why a client's connection is not read. */
enum HeldBack {
    /** There is no room for its next request among all that are being held. */
    MEMORY,
    /** It sent more requests than it waits for answers. */
    QUEUE,
    /** It is being drained: nothing more is taken from it. */
    DRAINING
}
