package dev.weir.dataplane.kafka.log;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.storage.internals.log.LogSegment;

/**
 * Checks what an earlier process has written, when it is read for the first time, so that a damaged file is never
 * served and opening does not have to read everything. What this process appends was checked on the way in. Any thread.
 */
final class Verification {
    private final NavigableMap<Long, UncheckedSegment> unchecked = new ConcurrentSkipListMap<>();
    private final long lastFound;

    /** Of the segments as they are now, none of which has been checked. */
    Verification(List<LogSegment> segments, long endOffset) {
        lastFound = segments.getLast().baseOffset();
        for (int i = 0; i < segments.size(); i++) {
            long end = i + 1 < segments.size() ? segments.get(i + 1).baseOffset() : endOffset;
            UncheckedSegment segment = new UncheckedSegment(segments.get(i), end);
            if (segment.bytes() > 0) {
                unchecked.put(segment.baseOffset(), segment);
            }
        }
    }

    /** The segment in which something is damaged; {@code soundBytes} of what was read come before that. */
    record Finding(long segment, int soundBytes) {
        static final Finding SOUND = new Finding(-1, Integer.MAX_VALUE);
    }

    /**
     * Whether a read at the offset, which has found a segment that begins above it, has come upon a gap between two
     * segments of an earlier process. In a log that is not compacted there is none, unless a file is gone, or was cut
     * off exactly behind a batch.
     */
    boolean misses(long offset, long segment) {
        return offset < segment && segment <= lastFound;
    }

    /**
     * A read at the offset has found bytes at this position of a segment, or nothing up to the end of the log, for
     * which the segment is {@link Long#MAX_VALUE}. Checks them, and what was passed over on the way to them: a batch
     * whose length or offset is damaged is one that the search does not see.
     */
    Finding check(long offset, long segment, int position, int length) {
        if (unchecked.isEmpty()) {
            return Finding.SOUND;
        }
        Map.Entry<Long, UncheckedSegment> entry = unchecked.floorEntry(offset);
        if (entry != null && !entry.getValue().mayHold(offset)) {
            entry = unchecked.higherEntry(entry.getKey());
        }
        while (entry != null && entry.getKey() < segment) {
            UncheckedSegment passedOver = entry.getValue();
            if (!passedOver.soundFrom(offset)) {
                return new Finding(passedOver.baseOffset(), 0);
            }
            forgetIfChecked(passedOver);
            entry = unchecked.higherEntry(entry.getKey());
        }
        UncheckedSegment found = unchecked.get(segment);
        if (found == null) {
            return Finding.SOUND;
        }
        int sound = found.soundBytes(offset, position, length);
        forgetIfChecked(found);
        return sound == length ? Finding.SOUND : new Finding(segment, sound);
    }

    private void forgetIfChecked(UncheckedSegment segment) {
        if (segment.checked()) {
            unchecked.remove(segment.baseOffset());
        }
    }
}
