package dev.weir.dataplane.http.origin;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A time limit that is moved often and seldom passed: moving it costs nothing, because its timer looks only when it
 * rings whether it is time yet. On its loop.
 */
final class Deadline {
    private final EventLoop loop;
    private final Runnable passed;
    private boolean set;
    private long due;
    private long rings;
    private @Nullable ScheduledFuture<?> timer;

    Deadline(EventLoop loop, Runnable passed) {
        this.loop = loop;
        this.passed = passed;
    }

    void set(Duration limit) {
        set = true;
        due = System.nanoTime() + limit.toNanos();
        if (timer != null && rings - due > 0) {
            timer.cancel(false);
            timer = null;
        }
        if (timer == null) {
            schedule();
        }
    }

    void clear() {
        set = false;
    }

    /** For good. */
    void end() {
        set = false;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void schedule() {
        rings = due;
        timer = loop.schedule(this::ring, Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void ring() {
        timer = null;
        if (!set) {
            return;
        }
        if (due - System.nanoTime() > 0) {
            schedule();
        } else {
            set = false;
            passed.run();
        }
    }
}
