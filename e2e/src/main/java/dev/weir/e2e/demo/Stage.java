package dev.weir.e2e.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the demo has started, to be stopped in the opposite order.
 *
 * <p>A step that is being taken is finished before the end begins: whoever closes the stage waits for it, and nothing
 * can be started afterwards. So Ctrl-C at any moment leaves nothing behind.
 */
final class Stage {
    private final Deque<Running<?>> running = new ArrayDeque<>();
    private boolean closed;

    private record Running<T>(String name, T part, Consumer<T> stop) {
        void stopPart() {
            stop.accept(part);
        }
    }

    /** Starts a part and says how long that took. */
    synchronized <T> T start(String name, Supplier<T> start, Consumer<T> stop) {
        failWhenClosed();
        System.out.print("Starting " + name + " ...");
        System.out.flush();
        long begun = System.nanoTime();
        T part = add(name, start, stop);
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        System.out.printf(Locale.ROOT, " %.1f s%n", taken.toMillis() / 1_000.0);
        return part;
    }

    /** Takes a part that is there at once. */
    synchronized <T> T add(String name, Supplier<T> open, Consumer<T> stop) {
        failWhenClosed();
        T part = open.get();
        running.push(new Running<>(name, part, stop));
        return part;
    }

    /** Does something more to a part that was started. */
    synchronized void again(Runnable step) {
        failWhenClosed();
        step.run();
    }

    /** Stops everything, however much of it fails to; returns whether nothing did. */
    synchronized boolean close() {
        closed = true;
        boolean clean = true;
        while (!running.isEmpty()) {
            Running<?> last = running.pop();
            try {
                last.stopPart();
            } catch (RuntimeException e) {
                clean = false;
                System.err.println("Stopping " + last.name() + ": " + e.getMessage());
            }
        }
        return clean;
    }

    private void failWhenClosed() {
        if (closed) {
            throw new Closed();
        }
    }

    /** Thrown to whoever is still starting things while the demo ends. */
    static final class Closed extends RuntimeException {}
}
