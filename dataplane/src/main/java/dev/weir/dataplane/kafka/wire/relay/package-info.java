/**
 * Owns the requests that the cache does not answer itself, or not always: finds the brokers each is for, splits and
 * merges where there are several, and takes upstream's addresses and node ids out of what comes back.
 *
 * <p>Called on event loops, continues on the network threads of upstreams, blocks neither. What need not be understood
 * is passed on as it came.
 */
@NullMarked
package dev.weir.dataplane.kafka.wire.relay;

import org.jspecify.annotations.NullMarked;
