package dev.weir.dataplane.kafka.web.segment;

/**
 * A set of hashes that forgets which they were (a Bloom filter): of others it takes one in a thousand for one of its
 * own, until it has had so many that it takes all of them for that. One thread adds; what nobody adds to any more can
 * be asked by any.
 */
final class HashSketch {
    /** Enough for about 70,000 hashes. */
    private static final int BITS_MAX = 1 << 19;

    static final int BYTES_MAX = BITS_MAX / Byte.SIZE;

    private static final int BITS_MIN = 1 << 10;
    private static final int PROBES = 5;

    private long[] words = new long[BITS_MAX / Long.SIZE];
    private int set;

    void add(long hash) {
        long step = step(hash);
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash + i * step);
            long mask = 1L << bit;
            long word = words[bit >>> 6];
            if ((word & mask) == 0) {
                words[bit >>> 6] = word | mask;
                set++;
            }
        }
    }

    boolean mayHave(long hash) {
        if (isOverfull()) {
            return true;
        }
        long step = step(hash);
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash + i * step);
            if ((words[bit >>> 6] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isOverfull() {
        return 2L * set > (long) words.length * Long.SIZE;
    }

    /**
     * In fewer bits where few are set: places are taken from the low bits of hashes, so halves lie over one another.
     */
    HashSketch compact() {
        while (words.length * Long.SIZE > BITS_MIN && 8L * set <= (long) words.length * Long.SIZE) {
            var half = new long[words.length / 2];
            int count = 0;
            for (int i = 0; i < half.length; i++) {
                half[i] = words[i] | words[i + half.length];
                count += Long.bitCount(half[i]);
            }
            words = half;
            set = count;
        }
        return this;
    }

    int bytes() {
        return words.length * Long.BYTES;
    }

    private int bit(long probe) {
        return (int) (mixed(probe) & (words.length * (long) Long.SIZE - 1));
    }

    private static long step(long hash) {
        return mixed(hash) | 1;
    }

    /** So that all bits count for the low ones (the finalizer of SplitMix64). */
    private static long mixed(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
