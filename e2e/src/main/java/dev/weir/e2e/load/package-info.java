/**
 * Measures how much a server of the Kafka protocol gives for its CPU time: {@code ./weir bench kafka}.
 *
 * <p>The readers are not Kafka clients: those would need more CPU than the server and be measured themselves. They send
 * real Fetch requests, look at the headers of the batches to know where to go on, and drop the rest. One thread drives
 * all connections. Nothing here judges: it prints figures of this machine, of both servers in the same run.
 */
@NullMarked
package dev.weir.e2e.load;

import org.jspecify.annotations.NullMarked;
