package dev.weir.dataplane.kafka.web.write;

import java.util.concurrent.atomic.AtomicInteger;

/** How many requests to write are under way, each of which takes a little memory until Kafka has what it brings. */
final class Uploads {
    private static final int BYTES_EACH = 128 * 1024;
    private static final int LEAST = 64;
    private static final int MOST = 1024;

    private final int max = Math.clamp(Runtime.getRuntime().maxMemory() / 8 / BYTES_EACH, LEAST, MOST);
    private final AtomicInteger present = new AtomicInteger();

    /** One of them, until it is closed. */
    final class Place implements AutoCloseable {
        private boolean kept;
        private boolean ended;

        /** It outlives the request, until its end. */
        synchronized void keep() {
            kept = true;
        }

        synchronized void end() {
            if (!ended) {
                ended = true;
                present.decrementAndGet();
            }
        }

        @Override
        public synchronized void close() {
            if (!kept) {
                end();
            }
        }
    }

    Place begin() throws WriteException {
        if (present.incrementAndGet() > max) {
            present.decrementAndGet();
            throw WriteException.tooMuch("nothing was written: " + max + " others are writing; come again soon");
        }
        return new Place();
    }

    int present() {
        return present.get();
    }

    int max() {
        return max;
    }
}
