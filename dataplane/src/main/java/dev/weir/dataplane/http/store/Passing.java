package dev.weir.dataplane.http.store;

import dev.weir.dataplane.http.message.Payload;
import java.util.ArrayDeque;

/**
 * Contents that came from disk, or went there, without being asked for often enough to stay in memory: they are held
 * until whoever asked has had the time to take them.
 */
final class Passing {
    private static final int MAX = 64;
    private static final long BYTES_MAX = 16L * 1024 * 1024;

    private record Held(Entry entry, long bytes) {}

    private final ArrayDeque<Held> latest = new ArrayDeque<>();
    private long bytes;

    /** Takes over a hold on its content. */
    void add(Entry entry, long entryBytes) {
        latest.addLast(new Held(entry, entryBytes));
        bytes += entryBytes;
        while (latest.size() > MAX || (bytes > BYTES_MAX && latest.size() > 1)) {
            letGo(latest.removeFirst());
        }
    }

    boolean has(Entry entry) {
        Payload payload = entry.payload();
        return latest.stream().anyMatch(held -> held.entry.payload().equals(payload));
    }

    void clear() {
        while (!latest.isEmpty()) {
            letGo(latest.removeFirst());
        }
    }

    private void letGo(Held held) {
        bytes -= held.bytes;
        held.entry.payload().release();
    }
}
