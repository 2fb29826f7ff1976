package dev.weir.dataplane.kafka.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who reads from a partition's files at the moment, so that no file is closed or deleted under a transfer.
 *
 * <p>Reads belong to the era in which they began. Whoever wants to delete a file has already taken it out of the log,
 * so that no later read finds it; it is deleted when the eras up to now have no reader left. Any thread.
 */
final class OpenReads {
    private final Deque<Era> eras = new ArrayDeque<>(List.of(new Era()));

    /** Begin before the log is asked, so that what it hands out stays. */
    Hold begin() {
        synchronized (eras) {
            Era era = eras.getLast();
            era.holds++;
            return new Hold(era);
        }
    }

    /** Runs the action, now or when the reads that are under way have ended, on the thread that ends the last one. */
    void whenDrained(Runnable action) {
        synchronized (eras) {
            Era last = eras.getLast();
            if (eras.size() > 1 || last.holds > 0) {
                last.actions.add(action);
                eras.addLast(new Era());
                return;
            }
        }
        action.run();
    }

    int open() {
        synchronized (eras) {
            return eras.stream().mapToInt(era -> era.holds).sum();
        }
    }

    private void end(Era era) {
        List<Runnable> ready = new ArrayList<>();
        synchronized (eras) {
            era.holds--;
            while (eras.size() > 1 && eras.getFirst().holds == 0) {
                ready.addAll(eras.removeFirst().actions);
            }
        }
        ready.forEach(Runnable::run);
    }

    private static final class Era {
        private int holds;
        private final List<Runnable> actions = new ArrayList<>();
    }

    /** One read and all that still use what it returned. */
    final class Hold {
        private final Era era;
        private final AtomicInteger holders = new AtomicInteger(1);

        private Hold(Era era) {
            this.era = era;
        }

        void retain() {
            if (holders.getAndIncrement() <= 0) {
                throw new IllegalStateException("This slice was already released.");
            }
        }

        void release() {
            int left = holders.decrementAndGet();
            if (left == 0) {
                end(era);
            } else if (left < 0) {
                throw new IllegalStateException("This slice was released more often than retained.");
            }
        }
    }
}
