/**
 * Owns the Kafka protocol towards clients, which see the pods of the cache as the brokers of a cluster.
 *
 * <p>{@link dev.weir.dataplane.kafka.wire.KafkaFront} is its entry. Below it, {@code frame} knows bytes and
 * connections, {@code cluster} how the cache looks from outside, {@code fetch} how records are served, {@code relay}
 * how everything else gets upstream and back, {@code tls} how connections are secured. A connection lives on one event
 * loop, and nothing here blocks it: logs are read from the page cache, and searched elsewhere.
 */
@NullMarked
package dev.weir.dataplane.kafka.wire;

import org.jspecify.annotations.NullMarked;
