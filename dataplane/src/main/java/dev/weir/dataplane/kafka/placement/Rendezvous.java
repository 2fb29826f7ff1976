package dev.weir.dataplane.kafka.placement;

import org.apache.kafka.common.TopicPartition;

/**
 * Highest random weight hashing (Thaler and Ravishankar, 1998): each pod has a weight for each partition, and the
 * heaviest ones own it. When a pod is added to n, each partition moves with a chance of 1/(n+1), and only to the new
 * one.
 *
 * <p>The weights must be the same in every process and every release, or two pods would disagree.
 */
final class Rendezvous {
    private Rendezvous() {}

    /** The ordinals that own the partition, heaviest first. */
    static int[] owners(TopicPartition partition, int pods, int copies) {
        long seed = mix(partition.topic().hashCode() * 0x9e3779b97f4a7c15L + partition.partition());
        long[] weights = new long[pods];
        for (int ordinal = 0; ordinal < pods; ordinal++) {
            weights[ordinal] = mix(seed + (ordinal + 1) * 0xd1b54a32d192ed03L);
        }
        int[] owners = new int[Math.min(copies, pods)];
        boolean[] taken = new boolean[pods];
        for (int rank = 0; rank < owners.length; rank++) {
            owners[rank] = heaviest(weights, taken);
            taken[owners[rank]] = true;
        }
        return owners;
    }

    private static int heaviest(long[] weights, boolean[] taken) {
        int best = -1;
        for (int ordinal = 0; ordinal < weights.length; ordinal++) {
            if (!taken[ordinal] && (best < 0 || weights[ordinal] > weights[best])) {
                best = ordinal;
            }
        }
        return best;
    }

    /** The finalizer of SplitMix64: every bit of the input moves every bit of the output. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
