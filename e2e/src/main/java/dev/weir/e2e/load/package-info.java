/**
 * Measures how much a server gives for its CPU time: {@code ./weir bench kafka} and {@code ./weir bench http}.
 *
 * <p>The readers of Kafka are not Kafka clients: those would need more CPU than the server and be measured themselves.
 * They send real Fetch requests, look at the headers of the batches to know where to go on, and drop the rest. One
 * thread drives all connections. The requests of HTTP are made by wrk, a program of its own on a core of its own.
 * Nothing here judges: it prints figures of this machine, of all servers in the same run.
 */
@NullMarked
package dev.weir.e2e.load;

import org.jspecify.annotations.NullMarked;
