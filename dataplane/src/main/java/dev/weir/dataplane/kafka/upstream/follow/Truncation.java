package dev.weir.dataplane.kafka.upstream.follow;

import dev.weir.dataplane.kafka.log.EpochEnd;

/**
 * Where to cut a log whose leader has another history, as followers in a cluster do (KIP-101, KIP-279): the leader
 * names the latest epoch that it has in common with ours or that comes before, and where that ends with it.
 */
final class Truncation {
    private Truncation() {}

    /**
     * The end that our log may keep. When the leader's epoch is not one of ours this may still be too far: the next
     * fetch then tells of an earlier epoch.
     *
     * @param leaderEnd where that epoch ends with the leader
     * @param own where the epoch, or the latest of ours before it, ends here
     * @param end of our log
     */
    static long target(EpochEnd leaderEnd, EpochEnd own, long end) {
        if (own.equals(EpochEnd.UNKNOWN)) {
            return Math.min(leaderEnd.endOffset(), end);
        }
        return own.leaderEpoch() == leaderEnd.leaderEpoch()
                ? Math.min(Math.min(own.endOffset(), leaderEnd.endOffset()), end)
                : Math.min(own.endOffset(), end);
    }
}
