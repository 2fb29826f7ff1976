package dev.weir.dataplane.http.store.disk;

import dev.weir.dataplane.http.policy.Metadata;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Withdrawals that only a look at the responses can tell whom they concern: it is taken when they are read. Any thread
 * looks, one changes.
 */
final class Pending {
    private static final int MAX = 1024;

    private record Withdrawn(long place, Withdrawal withdrawal) {}

    private volatile List<Withdrawn> latest = List.of();

    /** What is before it is taken to be removed, since it is no longer known what concerns it. */
    private volatile long forgotten = Place.NONE;

    /** Another one each time that there is something to be looked at anew. */
    Object version() {
        return latest;
    }

    void add(long place, Withdrawal withdrawal) {
        var next = new ArrayList<>(latest);
        next.add(new Withdrawn(place, withdrawal));
        if (next.size() > MAX) {
            forgotten = next.removeFirst().place;
        }
        latest = List.copyOf(next);
    }

    /** Those that are older than all there is concern nothing any more. */
    void prune(long oldest) {
        if (latest.stream().anyMatch(each -> each.place <= oldest)) {
            latest = latest.stream().filter(each -> each.place > oldest).toList();
        }
    }

    void clear() {
        latest = List.of();
    }

    /** As it is to be served, null when it is not. */
    @Nullable
    Described apply(Described described, long place) {
        if (place < forgotten) {
            return null;
        }
        Metadata metadata = described.metadata();
        for (Withdrawn each : latest) {
            if (each.place > place && each.withdrawal.names(described.key(), described.tags())) {
                Metadata next = each.withdrawal.apply(metadata);
                if (next == null) {
                    return null;
                }
                metadata = next;
            }
        }
        return described.with(metadata);
    }
}
