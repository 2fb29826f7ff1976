package dev.weir.dataplane.kafka.upstream.connection;

import java.time.Duration;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that runs tasks, timers and the network of one upstream, so that none of its state needs a lock. */
public final class NetworkThread implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NetworkThread.class);
    private static final long POLL_MAX_MILLIS = 1000;
    /** The network has its turn at the latest after so many. */
    private static final int TASKS_PER_ROUND = 1000;

    private final Time time;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final AtomicBoolean wakeupPending = new AtomicBoolean();
    private volatile boolean closing;
    private volatile @Nullable Poller poller;
    private long timersMade;

    /** What the thread waits on. */
    public interface Poller extends AutoCloseable {
        /** Does what I/O there is to do, waiting for it at most so long. */
        void poll(long timeoutMillis);

        /** Ends a wait; any thread. */
        void wakeup();

        @Override
        void close();
    }

    public NetworkThread(String name, Time time) {
        this.time = time;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public void start(Poller on) {
        poller = on;
        thread.start();
    }

    /** Any thread. Tasks run in the order they came; after {@link #close} they do not run at all. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        Poller toWake = poller;
        if (toWake != null && !thread.equals(Thread.currentThread()) && wakeupPending.compareAndSet(false, true)) {
            toWake.wakeup();
        }
    }

    /** On this thread only. */
    public Timer schedule(Duration delay, Runnable task) {
        var timer = new Timer(now() + delay.toMillis(), timersMade++, task);
        timers.add(timer);
        return timer;
    }

    /** Milliseconds that only go forward, for deadlines. */
    public long now() {
        return time.hiResClockMs();
    }

    /** Waits until the thread has ended and its connections are closed. */
    @Override
    public void close() {
        closing = true;
        Poller toWake = poller;
        if (toWake == null) {
            return;
        }
        toWake.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (Poller polled = Objects.requireNonNull(poller)) {
            while (!closing) {
                runTasks();
                runTimers();
                guarded(() -> polled.poll(timeout()));
            }
        }
    }

    private void runTasks() {
        // first, so that whoever adds a task that is not seen below wakes the wait that follows
        wakeupPending.set(false);
        for (int ran = 0; ran < TASKS_PER_ROUND; ran++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            guarded(task);
        }
    }

    private void runTimers() {
        long now = now();
        for (Timer next = timers.peek(); next != null && next.due <= now; next = timers.peek()) {
            timers.remove();
            if (!next.cancelled) {
                guarded(next.task);
            }
        }
    }

    private long timeout() {
        if (!tasks.isEmpty()) {
            return 0;
        }
        Timer next = timers.peek();
        return next == null ? POLL_MAX_MILLIS : Math.clamp(next.due - now(), 0, POLL_MAX_MILLIS);
    }

    /** A defect in one request's handling, or what one exhausts, must not end the thread that all others live on. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.atError().setCause(e).log("A task of the upstream's network thread failed");
        }
    }

    public static final class Timer implements Comparable<Timer> {
        private final long due;
        private final long order;
        private final Runnable task;
        private boolean cancelled;

        private Timer(long due, long order, Runnable task) {
            this.due = due;
            this.order = order;
            this.task = task;
        }

        /** On the network thread only. */
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Timer other) {
            return due != other.due ? Long.compare(due, other.due) : Long.compare(order, other.order);
        }
    }
}
