/**
 * The Kafka clusters behind one binding: connections to their brokers, what topics they have, the follower that copies
 * partitions into the log store, and the relay that passes clients' requests on.
 *
 * <p>Each cluster has one network thread, which owns all state of its connections, metadata and followers; appends run
 * on a few threads of their own. What other packages read ({@link dev.weir.dataplane.kafka.upstream.Topology},
 * {@link dev.weir.dataplane.kafka.upstream.CachedPartition}) is published through volatile fields and may be read on
 * any thread. Listeners and futures are called on the network thread: they must not block.
 *
 * <p>Nothing here knows Netty or how clients are served.
 */
@NullMarked
package dev.weir.dataplane.kafka.upstream;

import org.jspecify.annotations.NullMarked;
