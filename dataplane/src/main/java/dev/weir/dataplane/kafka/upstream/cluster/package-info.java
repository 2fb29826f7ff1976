/**
 * Puts the clusters of one binding together: what topics they have, which of those are followed here, and where relayed
 * requests go. {@link dev.weir.dataplane.kafka.upstream.cluster.KafkaUpstreams} is the entry.
 *
 * <p>Each cluster has a network thread of its own, which owns its state; what is seen from outside is published as
 * immutable records.
 */
@NullMarked
package dev.weir.dataplane.kafka.upstream.cluster;

import org.jspecify.annotations.NullMarked;
