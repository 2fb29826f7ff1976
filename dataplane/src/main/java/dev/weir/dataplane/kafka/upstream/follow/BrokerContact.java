package dev.weir.dataplane.kafka.upstream.follow;

/**
 * When a broker last answered a fetch, and what is wrong if it does not. Written on the network thread, read on any.
 *
 * <p>Within a fetch session no news of a partition means that nothing has changed, so this is how fresh the knowledge
 * of all its partitions is.
 */
final class BrokerContact {
    private volatile long answeredAtMillis;
    private volatile String trouble = "";

    void answered(long nowMillis) {
        answeredAtMillis = nowMillis;
        if (!trouble.isEmpty()) {
            trouble = "";
        }
    }

    void failed(String reason) {
        trouble = reason;
    }

    long answeredAtMillis() {
        return answeredAtMillis;
    }

    String trouble() {
        return trouble;
    }
}
