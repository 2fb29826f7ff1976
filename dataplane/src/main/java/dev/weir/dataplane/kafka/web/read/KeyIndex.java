package dev.weir.dataplane.kafka.web.read;

import dev.weir.dataplane.kafka.web.record.Message;
import dev.weir.dataplane.kafka.web.record.Messages;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Knows the latest offset of each key of a partition. It reads the partition from its beginning when somebody first
 * asks, follows it for as long as somebody may, and is made anew by whoever asks later.
 */
final class KeyIndex {
    /** For so long it follows although nobody asks. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    private static final Duration REST = Duration.ofMinutes(1);

    private final PartitionSource source;
    private final Appends appends;
    private final Waker waker = new Waker();
    private final KeyTable table;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private long next;
    private int holders = 1;
    private long idleSince;
    private @Nullable String useless;
    private volatile boolean truncated;

    KeyIndex(PartitionSource source, Appends appends, KeyMemory memory) {
        this.source = source;
        this.appends = appends;
        this.table = new KeyTable(memory);
    }

    /** The offset of the latest message with this key so far, {@link KeyTable#NONE} for none. */
    long latest(ByteBuffer key) {
        return table.get(KeyHash.of(key));
    }

    /**
     * What was known at one moment.
     *
     * @param known all messages before this offset were seen
     * @param latest the offsets of the latest of them with these keys, {@link KeyTable#NONE} for none
     */
    record Places(long known, List<Long> latest) {}

    /** Where the latest messages are, by the hashes of their keys. */
    Places places(long[] hashes) {
        lock.lock();
        try {
            return useless != null || truncated
                    ? new Places(0, List.of())
                    : new Places(
                            next, Arrays.stream(hashes).map(table::get).boxed().toList());
        } finally {
            lock.unlock();
        }
    }

    /** Whoever holds it releases it; false when it has ended. */
    boolean tryRetain() {
        lock.lock();
        try {
            if (holders < 0) {
                return false;
            }
            holders++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void release() {
        lock.lock();
        try {
            holders--;
            idleSince = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** Ends it when nobody has asked for long, or when it cannot be of use. */
    private boolean ended() {
        lock.lock();
        try {
            boolean idle = holders == 0 && System.nanoTime() - idleSince > IDLE.toNanos();
            if (idle || (useless != null && holders == 0)) {
                holders = -1;
            }
            return holders < 0;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it knows all messages before the offset. */
    void await(long offset, Duration max) throws ReadException, InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = max.toNanos();
            while (isBehind(offset) && useless == null && nanos > 0) {
                nanos = moved.awaitNanos(nanos);
            }
            if (useless != null) {
                throw new ReadException(ReadException.Kind.UNAVAILABLE, useless);
            }
            if (isBehind(offset)) {
                throw new ReadException(
                        ReadException.Kind.UNAVAILABLE,
                        "the keys of partition " + source.partition().partition()
                                + " are still being looked up, come again soon: " + next + " of " + offset);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isBehind(long offset) {
        return next < offset || truncated;
    }

    /** The log was cut back, so what was known of its end may be wrong. */
    void truncated() {
        truncated = true;
        waker.tell(source.partition().partition());
    }

    /** Until it has ended, or the thread is interrupted. */
    void follow() throws InterruptedException {
        appends.add(source.partition(), waker);
        try {
            begin();
            while (!ended()) {
                if (truncated) {
                    begin();
                }
                step();
            }
        } finally {
            appends.remove(source.partition(), waker);
            forget();
        }
    }

    private void begin() throws InterruptedException {
        forget();
        while (true) {
            try {
                move(source.earliest());
                return;
            } catch (ReadException e) {
                waker.await(UpstreamReads.KEPT);
            }
        }
    }

    private void step() throws InterruptedException {
        switch (source.look(next)) {
            case Look.Found(var messages) -> {
                if (!add(messages)) {
                    end("partition " + source.partition().partition()
                            + " has more keys than there is memory for: give the data-plane a larger heap");
                }
            }
            case Look.Nothing nothing -> waker.await(nothing.told() ? REST : UpstreamReads.KEPT);
            case Look.Below below -> move(below.startOffset());
            case Look.Beyond beyond -> begin();
            case Look.Deleted deleted -> end("the topic was deleted");
            case Look.Unavailable unavailable -> waker.await(UpstreamReads.KEPT);
        }
    }

    /** All at once for those who ask for {@link Places}. False when there is no memory for all keys. */
    private boolean add(Messages messages) {
        lock.lock();
        try {
            for (Message message : messages.list()) {
                ByteBuffer key = message.key();
                if (key != null && !table.put(KeyHash.of(key), message.offset())) {
                    return false;
                }
            }
            move(messages.nextOffset());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is known of any key from now on. */
    private void forget() {
        lock.lock();
        try {
            truncated = false;
            next = 0;
            table.clear();
        } finally {
            lock.unlock();
        }
    }

    private void move(long offset) {
        lock.lock();
        try {
            next = offset;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** It knows nothing from now on, and waits to be let go. */
    private void end(String why) throws InterruptedException {
        lock.lock();
        try {
            useless = why;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        forget();
        while (!ended()) {
            waker.await(UpstreamReads.KEPT);
        }
    }
}
