package dev.weir.dataplane.http.server;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Something that must have happened until a time, which is moved with every request: moving it is writing a number, and
 * the timer that runs finds out when it is due. On its event loop.
 */
final class Deadline {
    private final EventLoop loop;
    private final Runnable missed;
    private @Nullable Future<?> timer;
    private long timerNanos;
    private long dueNanos;
    private boolean set;

    Deadline(EventLoop loop, Runnable missed) {
        this.loop = loop;
        this.missed = missed;
    }

    void in(Duration time) {
        long nanos = time.toNanos();
        dueNanos = System.nanoTime() + nanos;
        set = true;
        Future<?> running = timer;
        if (running != null && timerNanos - dueNanos > 0) {
            running.cancel(false);
            running = null;
        }
        if (running == null) {
            start(nanos);
        }
    }

    void none() {
        set = false;
    }

    void stop() {
        set = false;
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
            timer = null;
        }
    }

    private void start(long nanos) {
        timerNanos = dueNanos;
        timer = loop.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        timer = null;
        if (!set) {
            return;
        }
        long left = dueNanos - System.nanoTime();
        if (left > 0) {
            start(left);
        } else {
            set = false;
            missed.run();
        }
    }
}
