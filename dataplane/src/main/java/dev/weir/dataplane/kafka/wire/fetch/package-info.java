/**
 * Owns Fetch: sessions, reading from the logs held here, waiting for data that is not here yet, and asking upstream for
 * what never will be.
 *
 * <p>A fetch lives on the event loop of its client from its request to its response; sessions and the count of waiting
 * fetches are shared. Whatever comes from elsewhere (an append, an answer from upstream) is brought to that loop first.
 * Reads are of the page cache as a rule and happen on the loop.
 */
@NullMarked
package dev.weir.dataplane.kafka.wire.fetch;

import org.jspecify.annotations.NullMarked;
