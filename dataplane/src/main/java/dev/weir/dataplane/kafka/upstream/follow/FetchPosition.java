package dev.weir.dataplane.kafka.upstream.follow;

/**
 * From where a partition is fetched.
 *
 * @param offset of the next record
 * @param leaderEpoch the leader's, as known here: the broker refuses the fetch when it knows better, or less
 * @param lastFetchedEpoch of the record before, or -1: the broker tells where it differs when that is not its own
 *     history
 */
record FetchPosition(long offset, int leaderEpoch, int lastFetchedEpoch) {}
