package dev.weir.e2e.cache.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Does a piece of work with a producer again and again, on a thread of its own, until it is closed.
 *
 * <p>When the work fails with an error of Kafka's, as it may while brokers are killed, the producer is given up and
 * another takes over; what becomes of the records in between nobody was promised.
 */
public final class RunningWriter implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final Supplier<Writer> open;
    private final Consumer<Writer> work;
    private final List<KafkaException> errors = new ArrayList<>();
    private final Thread thread;
    private @Nullable Throwable failure;
    private volatile boolean closing;

    private RunningWriter(String name, Supplier<Writer> open, Consumer<Writer> work) {
        this.open = open;
        this.work = work;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    public static RunningWriter start(String name, Supplier<Writer> open, Consumer<Writer> work) {
        return new RunningWriter(name, open, work);
    }

    /** What made a producer be replaced. Complete once this is closed. */
    public synchronized List<KafkaException> errors() {
        return List.copyOf(errors);
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new AssertionError(thread.getName() + " failed", failure);
        }
    }

    private void run() {
        try {
            while (!closing) {
                workWithOneProducer();
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private void workWithOneProducer() {
        Writer writer = null;
        try {
            writer = open.get();
            while (!closing) {
                work.accept(writer);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            writer.close();
        } catch (KafkaException e) {
            synchronized (this) {
                errors.add(e);
            }
            if (writer != null) {
                writer.abandon();
            }
        }
    }
}
