/**
 * Owns how the cache looks as a Kafka cluster: its pods as brokers, its topics and who leads their partitions, the
 * versions it speaks, and the addresses by which clients reach all of it.
 *
 * <p>Answers come from snapshots in memory, on the event loop of who asks; only for topics not heard of is upstream
 * asked first.
 */
@NullMarked
package dev.weir.dataplane.kafka.wire.cluster;

import org.jspecify.annotations.NullMarked;
