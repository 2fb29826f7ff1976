package dev.weir.dataplane.kafka.log;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * How much of one partition is not flushed yet, and up to where it is. The partition's writing lock guards it, except
 * for the flush itself, which takes its time while appends go on.
 */
final class Flushing {
    private final Object writing;
    private final Time time;
    private final Backlog backlog;
    private volatile @Nullable Mark mark;
    private final AtomicLong bytes = new AtomicLong();
    private volatile long sinceMillis;
    private volatile boolean soon = true;
    private int truncations;

    Flushing(Object writing, Time time, Backlog backlog) {
        this.writing = writing;
        this.time = time;
        this.backlog = backlog;
    }

    @Nullable
    Mark mark() {
        return mark;
    }

    /** The mark with which the partition is opened. */
    void restored(@Nullable Mark found) {
        mark = found;
        soon = found == null;
    }

    /** After a new segment was begun the one before may be compacted, and the mark in it would not fit any more. */
    void appended(long appended, boolean rolled) {
        if (bytes.getAndAdd(appended) == 0) {
            sinceMillis = time.milliseconds();
        }
        if (rolled) {
            soon = true;
        }
        backlog.add(appended);
    }

    void truncated() {
        truncations++;
        soon = true;
    }

    void forgotten() {
        backlog.remove(bytes.getAndSet(0));
    }

    long bytes() {
        return bytes.get();
    }

    boolean due(long ageMaxMillis) {
        return soon || (bytes.get() > 0 && time.milliseconds() - sinceMillis >= ageMaxMillis);
    }

    /** What is on disk is not known any more, once the operating system has refused to flush. */
    static final class NotFlushed extends Exception {
        private static final long serialVersionUID = 1;

        NotFlushed(Throwable cause) {
            super(cause);
        }
    }

    /**
     * Flushes and marks; false when there was nothing to do, or the log was truncated meanwhile.
     *
     * @throws IOException when no mark could be made, for want of room perhaps; the one before still holds
     */
    boolean flush(EngineLog log) throws IOException, NotFlushed {
        Mark next;
        int truncationsBefore;
        synchronized (writing) {
            if (bytes.get() == 0 && !soon) {
                return false;
            }
            next = log.mark();
            truncationsBefore = truncations;
            forgotten();
            soon = false;
        }
        try {
            log.flush(next);
        } catch (KafkaStorageException | InternalError e) {
            throw new NotFlushed(e);
        }
        Mark previous;
        synchronized (writing) {
            if (truncations != truncationsBefore) {
                return false;
            }
            previous = mark;
            mark = next;
        }
        if (previous != null && previous.endOffset() != next.endOffset()) {
            log.forgetProducersAt(previous);
        }
        return true;
    }
}
