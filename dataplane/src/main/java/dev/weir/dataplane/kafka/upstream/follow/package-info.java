/**
 * Copies partitions of one upstream into the log store, as a follower outside of the in-sync replicas: fetches raw
 * batches from the leaders, in fetch sessions (KIP-227), with leader epochs so that a truncation upstream is noticed
 * (KIP-320), and appends them.
 *
 * <p>State belongs to the upstream's network thread. Logs are written on an executor given from outside; a partition is
 * written by one task at a time. {@link dev.weir.dataplane.kafka.upstream.follow.Follower} is the entry.
 */
@NullMarked
package dev.weir.dataplane.kafka.upstream.follow;

import org.jspecify.annotations.NullMarked;
