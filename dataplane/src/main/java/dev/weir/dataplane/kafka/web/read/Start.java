package dev.weir.dataplane.kafka.web.read;

import java.util.Map;

/** Where a reader begins. */
public sealed interface Start {
    /** With the first message that there is. */
    record Historical() implements Start {}

    /** With what comes from now on. */
    record Live() implements Start {}

    /** With the first message of each partition that is not older, in milliseconds since 1970. */
    record At(long timestamp) implements Start {}

    /** Where another reader was. */
    record From(Cursor cursor) implements Start {}

    /** At these offsets; partitions that are not named are not read before what comes from now on. */
    record Offsets(Map<Integer, Long> offsets) implements Start {
        public Offsets {
            offsets = Map.copyOf(offsets);
        }
    }
}
