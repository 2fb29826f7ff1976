package dev.weir.dataplane.kafka.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.storage.internals.log.LogSegment;
import org.apache.kafka.storage.internals.log.OffsetIndex;
import org.apache.kafka.storage.internals.log.OffsetPosition;
import org.apache.kafka.storage.internals.log.TimeIndex;
import org.apache.kafka.storage.internals.log.TimestampOffset;

/** A segment as it was found, and which of its bytes have been checked since. */
final class UncheckedSegment {
    private final LogSegment segment;
    private final int bytes;
    private final long endOffset;
    private final Soundness soundness;
    private final Ranges checked = new Ranges();
    private boolean indexesChecked;

    UncheckedSegment(LogSegment segment, long endOffset) {
        this.segment = segment;
        this.bytes = segment.size();
        this.endOffset = endOffset;
        this.soundness = new Soundness(segment.log(), segment.baseOffset(), endOffset);
    }

    long baseOffset() {
        return segment.baseOffset();
    }

    /** Whether the offset is one that an earlier process may have written here. */
    boolean mayHold(long offset) {
        return offset < endOffset;
    }

    int bytes() {
        return bytes;
    }

    synchronized boolean checked() {
        return checked.cover(0, bytes);
    }

    /** Whether everything from where the offset would be is sound. */
    boolean soundFrom(long offset) {
        int from = positionBefore(offset);
        return from >= 0 && soundUntil(from, bytes) >= bytes;
    }

    /** How many of so many bytes at the position, which the search for the offset has found, are sound. */
    int soundBytes(long offset, int position, int length) {
        if (position >= bytes) {
            return length;
        }
        int from = positionBefore(offset);
        if (from < 0) {
            return 0;
        }
        int to = Math.min(position + length, bytes);
        int sound = soundUntil(Math.min(from, position), to);
        return sound >= to ? length : Math.max(0, sound - position);
    }

    /** A place at or before the offset where a batch begins; negative when the indexes make no sense. */
    private int positionBefore(long offset) {
        try {
            synchronized (this) {
                if (!indexesChecked && !indexesSound()) {
                    return -1;
                }
                indexesChecked = true;
            }
            return segment.offsetIndex().lookup(offset).position();
        } catch (NullPointerException e) {
            // a closed index has no buffer and says so in no other way: compaction has put another segment, which this
            // process has written, in the place of this one, whose bytes begin with a batch
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int soundUntil(int from, int to) {
        synchronized (this) {
            if (checked.cover(from, to)) {
                return to;
            }
        }
        int sound;
        try {
            sound = soundness.until(from, to);
        } catch (KafkaException e) {
            if (e.getCause() instanceof ClosedChannelException) {
                // compaction has put another segment in its place, which this process has written
                return to;
            }
            throw e;
        }
        synchronized (this) {
            checked.add(from, Math.min(sound, to));
        }
        return sound;
    }

    private boolean indexesSound() throws IOException {
        OffsetIndex offsets = segment.offsetIndex();
        OffsetPosition last = new OffsetPosition(segment.baseOffset() - 1, -1);
        for (int i = 0; i < offsets.entries(); i++) {
            OffsetPosition entry = offsets.entry(i);
            if (entry.offset() >= endOffset && entry.position() >= bytes) {
                // appended since
                break;
            }
            if (entry.offset() <= last.offset() || entry.position() <= last.position() || entry.position() >= bytes) {
                return false;
            }
            last = entry;
        }
        TimeIndex times = segment.timeIndex();
        TimestampOffset latest = new TimestampOffset(Long.MIN_VALUE, segment.baseOffset());
        for (int i = 0; i < times.entries(); i++) {
            TimestampOffset entry = times.entry(i);
            if (entry.timestamp() < latest.timestamp() || entry.offset() < latest.offset()) {
                return false;
            }
            latest = entry;
        }
        return true;
    }
}
