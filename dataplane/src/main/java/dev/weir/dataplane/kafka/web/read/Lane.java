package dev.weir.dataplane.kafka.web.read;

import dev.weir.dataplane.kafka.web.record.Message;
import dev.weir.dataplane.kafka.web.record.Messages;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One reader's way through one partition: what it has in hand, and where it goes on. One thread. */
final class Lane {
    private final PartitionSource source;
    private final long historyEnd;
    private final long limit;
    private final @Nullable KeyIndex keys;
    private final @Nullable Skips skips;
    private final Deque<Message> inHand = new ArrayDeque<>();
    private long next;
    private long footprint;

    /**
     * At the start of the way.
     *
     * @param historyEnd where the partition ended when the reader came
     * @param historyOnly whether it goes no further
     * @param keys null for every message; otherwise those that were replaced since are left out
     * @param skips null for everything that there is
     */
    Lane(
            PartitionSource source,
            long start,
            long historyEnd,
            boolean historyOnly,
            @Nullable KeyIndex keys,
            @Nullable Skips skips) {
        this.skips = skips;
        this.keys = keys;
        this.source = source;
        this.next = start;
        this.historyEnd = historyEnd;
        this.limit = historyOnly ? Math.max(start, historyEnd) : Long.MAX_VALUE;
    }

    PartitionSource source() {
        return source;
    }

    int number() {
        return source.partition().partition();
    }

    /** Null when there is none in hand. */
    @Nullable
    Message head() {
        return inHand.peek();
    }

    Message take() {
        Message message = inHand.remove();
        footprint -= message.footprint();
        return message;
    }

    /** Whether a later message of the same key, which the reader will come to, says what counts now. */
    boolean isReplaced(Message message) {
        ByteBuffer key = message.key();
        if (key == null || keys == null) {
            return false;
        }
        long latest = keys.latest(key);
        return latest > message.offset() && latest < limit;
    }

    void close() {
        if (skips != null) {
            skips.close();
        }
        if (keys != null) {
            keys.release();
        }
    }

    /** The offset of what the reader has not seen yet. */
    long position() {
        Message head = inHand.peek();
        return head == null ? next : head.offset();
    }

    /** The offset to look at when nothing is in hand. */
    long next() {
        return next;
    }

    /** Leaves out what nothing is in for this reader. To be asked when nothing is in hand. */
    void skip() {
        if (skips != null) {
            next = Math.min(skips.after(next, limit), limit);
        }
    }

    boolean isPastHistory() {
        return position() >= historyEnd;
    }

    /** Whether it ends here. */
    boolean isOver() {
        return position() >= limit;
    }

    long footprint() {
        return footprint;
    }

    void add(Messages messages) {
        if (skips != null) {
            skips.read(next, messages);
        }
        next = Math.min(messages.nextOffset(), limit);
        for (Message message : messages.list()) {
            if (message.offset() < limit) {
                inHand.add(message);
                footprint += message.footprint();
            }
        }
    }

    /** What was there is gone; goes on with the first that there is. */
    void skipTo(long offset) {
        next = offset;
    }

    /** Keeps no more than the head; the rest is read again. */
    void trim() {
        Message head = inHand.poll();
        if (head != null && !inHand.isEmpty()) {
            next = inHand.element().offset();
            inHand.clear();
            footprint = head.footprint();
        }
        if (head != null) {
            inHand.add(head);
        }
    }
}
