package dev.weir.dataplane.kafka.wire.fetch;

import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.placement.Pod;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Sends some of the readers of a hot partition to the other pods that hold it, by naming a preferred read replica
 * (KIP-392). Clients follow it without a setting, come back after some minutes, and are then decided upon anew.
 *
 * <p>A partition is hot when this pod sends more than so many bytes of it in a second. Only the pod that leads it
 * spreads it. A client that is back early could not be served elsewhere, by a pod that lags for example, and stays for
 * a while: so nobody is sent to and fro. Any thread.
 */
final class Spread {
    /** Clients that fetch with a lower version do not know preferred read replicas. */
    private static final short PREFERRED_REPLICA_VERSION = 11;

    private static final int REMEMBERED_MAX = 10_000;

    /**
     * Clients come back by themselves after their metadata.max.age, which is five minutes unless they say otherwise.
     */
    private static final long STAY_SECONDS = 60;

    private final Placement placement;
    private final long hotBytesPerSecond;
    private final InstantSource clock;
    private final Map<TopicPartition, Rate> rates = new ConcurrentHashMap<>();
    /** In which second. */
    private final Map<Departure, Long> departures = new ConcurrentHashMap<>();

    Spread(Placement placement, long hotBytesPerSecond, InstantSource clock) {
        this.placement = placement;
        this.hotBytesPerSecond = hotBytesPerSecond;
        this.clock = clock;
    }

    /** A client was sent elsewhere with a partition. */
    private record Departure(String client, TopicPartition partition) {}

    /** The bytes of this second and of the one before. */
    private static final class Rate {
        private long second;
        private long bytes;
        private long bytesBefore;

        synchronized void add(long now, long count) {
            roll(now);
            bytes += count;
        }

        synchronized long perSecond(long now) {
            roll(now);
            return Math.max(bytes, bytesBefore);
        }

        private void roll(long now) {
            if (now != second) {
                bytesBefore = now == second + 1 ? bytes : 0;
                bytes = 0;
                second = now;
            }
        }
    }

    void sent(TopicPartition partition, int bytes) {
        if (placement.owners(partition).size() < 2) {
            return;
        }
        long now = clock.instant().getEpochSecond();
        if (rates.size() > REMEMBERED_MAX) {
            rates.values().removeIf(rate -> rate.perSecond(now) == 0);
        }
        rates.computeIfAbsent(partition, key -> new Rate()).add(now, bytes);
    }

    /** Where this client had better read the partition, or null when here. */
    @Nullable
    Pod preferred(TopicPartition partition, FetchTerms terms) {
        List<Pod> owners = placement.owners(partition);
        if (owners.size() < 2 || terms.version() < PREFERRED_REPLICA_VERSION || !hot(partition)) {
            return null;
        }
        List<Pod> ready = owners.stream().filter(Pod::ready).toList();
        int self = placement.self().ordinal();
        if (ready.size() < 2 || ready.getFirst().ordinal() != self) {
            return null;
        }
        int share = Math.floorMod(terms.client().hashCode() * 31 + partition.hashCode(), ready.size());
        Pod chosen = ready.get(share);
        return chosen.ordinal() == self || !maySend(new Departure(terms.client(), partition)) ? null : chosen;
    }

    private boolean maySend(Departure departure) {
        long now = clock.instant().getEpochSecond();
        if (departures.size() >= REMEMBERED_MAX) {
            departures.values().removeIf(when -> now - when > STAY_SECONDS);
        }
        Long before = departures.get(departure);
        boolean may = before == null ? departures.size() < REMEMBERED_MAX : now - before > STAY_SECONDS;
        if (may) {
            departures.put(departure, now);
        }
        return may;
    }

    private boolean hot(TopicPartition partition) {
        Rate rate = rates.get(partition);
        return rate != null && rate.perSecond(clock.instant().getEpochSecond()) > hotBytesPerSecond;
    }
}
