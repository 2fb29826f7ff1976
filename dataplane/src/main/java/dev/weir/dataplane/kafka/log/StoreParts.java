package dev.weir.dataplane.kafka.log;

/** What the partitions of a store have in common. */
record StoreParts(Engine engine, Room room, Backlog backlog, Compaction compaction, Listeners listeners) {}
