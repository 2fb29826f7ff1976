/**
 * A real Kafka for the demo and the tests: KRaft brokers, each in its own JVM, on loopback.
 *
 * <p>{@link dev.weir.e2e.kafka.KafkaCluster} is the way in; it may be used from any thread, one at a time. The brokers
 * run on this JVM's class path, with data in a folder of the cluster's own.
 */
@NullMarked
package dev.weir.e2e.kafka;

import org.jspecify.annotations.NullMarked;
