/**
 * Owns who holds which partition and which pods can serve. Ownership is a function of the partition, the number of pods
 * and the number of copies alone, so that every pod comes to the same answer without asking another; who is ready is
 * found out by looking.
 *
 * <p>What is asked may be asked on any thread, costs next to nothing and never blocks. Looking blocks, and happens on
 * virtual threads, one for each peer.
 */
@NullMarked
package dev.weir.dataplane.kafka.placement;

import org.jspecify.annotations.NullMarked;
