package dev.weir.dataplane.kafka.web.read;

import dev.weir.dataplane.kafka.web.record.Messages;

/** What one reader of a partition need not read, as nothing there is for it. One thread. */
interface Skips extends AutoCloseable {
    /**
     * Where to go on instead of this offset; it may be behind the end.
     *
     * @param end of what is read
     */
    long after(long offset, long end);

    /** This was read from there on. */
    default void read(long from, Messages messages) {}

    @Override
    default void close() {}
}
