/**
 * What web clients write: taken in whole, staged within a bound, handed to Kafka, and answered when Kafka has
 * acknowledged it. On threads that may wait; of a request nothing but its content comes on an event loop.
 *
 * <p>Nothing is acknowledged here that Kafka has not acknowledged, and nothing is produced of a request that has not
 * come whole, but the lines of a batch, each of which is whole by itself.
 */
@NullMarked
package dev.weir.dataplane.kafka.web.write;

import org.jspecify.annotations.NullMarked;
