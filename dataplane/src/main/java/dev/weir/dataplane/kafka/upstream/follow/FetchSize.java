package dev.weir.dataplane.kafka.upstream.follow;

/**
 * How many bytes to ask for in one response. A connection that breaks, or a network that is slow, may never bring a
 * large response down whole, and then what came of it is lost: so less is asked for after each that did not come, and
 * more again after each that did.
 */
final class FetchSize {
    private static final int LEAST = 64 << 10;
    private static final int FALL = 4;
    private static final int RISE = 2;

    private final int most;
    private int now;

    FetchSize(int most) {
        this.most = most;
        this.now = most;
    }

    int bytes() {
        return now;
    }

    void came() {
        now = (int) Math.min(most, (long) now * RISE);
    }

    void didNotCome() {
        now = Math.max(Math.min(LEAST, most), now / FALL);
    }
}
