package dev.weir.dataplane.http.store.memory;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of a file are free: what is wanted is cut from the smallest that is large enough. For one thread at a
 * time.
 */
final class Extents {
    static final long NONE = -1;

    private record Free(long length, long start) {}

    private final TreeMap<Long, Long> lengthsByStart = new TreeMap<>();
    private final TreeSet<Free> bySize =
            new TreeSet<>(Comparator.comparingLong(Free::length).thenComparingLong(Free::start));

    Extents(long length) {
        add(0, length);
    }

    /** Where it begins, or {@link #NONE}. */
    long take(long length) {
        Free found = bySize.ceiling(new Free(length, 0));
        if (found == null) {
            return NONE;
        }
        remove(found.start, found.length);
        if (found.length > length) {
            add(found.start + length, found.length - length);
        }
        return found.start;
    }

    /** Puts back what was taken, and joins it with what is free beside it. */
    void give(long start, long length) {
        long from = start;
        long to = start + length;
        Map.@Nullable Entry<Long, Long> before = lengthsByStart.lowerEntry(start);
        if (before != null && before.getKey() + before.getValue() == start) {
            from = before.getKey();
            remove(from, before.getValue());
        }
        Long behind = lengthsByStart.get(to);
        if (behind != null) {
            remove(to, behind);
            to += behind;
        }
        add(from, to - from);
    }

    /** How many parts are free. */
    int pieces() {
        return bySize.size();
    }

    private void add(long start, long length) {
        lengthsByStart.put(start, length);
        bySize.add(new Free(length, start));
    }

    private void remove(long start, long length) {
        lengthsByStart.remove(start);
        bySize.remove(new Free(length, start));
    }
}
