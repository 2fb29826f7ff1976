package dev.weir.dataplane.kafka.wire.fetch;

import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.placement.Pod;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Sends some of the readers of a hot partition to the other pods that hold it, by naming a preferred read replica
 * (KIP-392). Clients follow it without a setting, come back after some minutes, and are sent again while it is hot.
 *
 * <p>A partition is hot when this pod sends more than so many bytes of it in a second. Only the pod that leads it
 * spreads it: its readers stay and go in turn, in the order in which they come, so that two are spread as well as a
 * hundred, and one that is alone stays. A client that is back early could not be served elsewhere, by a pod that lags
 * for example, and stays for a while: so nobody is sent to and fro. Any thread.
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
    private final Map<Reading, Reader> readers = new ConcurrentHashMap<>();
    /** In which second, for some that may be forgotten. */
    private final AtomicLong lookedThrough = new AtomicLong(Long.MIN_VALUE);

    Spread(Placement placement, long hotBytesPerSecond, InstantSource clock) {
        this.placement = placement;
        this.hotBytesPerSecond = hotBytesPerSecond;
        this.clock = clock;
    }

    /** A client reads a hot partition. */
    private record Reading(String client, TopicPartition partition) {}

    /** Which one it is of those who read the partition. */
    private static final class Reader {
        private final int turn;
        private long seen;
        private long left = Long.MIN_VALUE;

        Reader(int turn) {
            this.turn = turn;
        }

        synchronized void seen(long now) {
            seen = now;
        }

        synchronized boolean isForgotten(long now) {
            return now - seen > STAY_SECONDS;
        }

        /** Whether it may be sent away now, which it then is. */
        synchronized boolean leaves(long now) {
            boolean may = left == Long.MIN_VALUE || now - left > STAY_SECONDS;
            left = may ? now : left;
            return may;
        }
    }

    /** The bytes of this second and of the one before. */
    private static final class Rate {
        private final AtomicInteger readers = new AtomicInteger();
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
        Reader reader = reader(partition, terms.client());
        if (reader == null) {
            return null;
        }
        Pod chosen = ready.get(Math.floorMod(reader.turn, ready.size()));
        return chosen.ordinal() == self || !reader.leaves(clock.instant().getEpochSecond()) ? null : chosen;
    }

    /** Null for one that there is no memory for. */
    private @Nullable Reader reader(TopicPartition partition, String client) {
        long now = clock.instant().getEpochSecond();
        var reading = new Reading(client, partition);
        Reader reader = readers.get(reading);
        if (reader == null) {
            if (readers.size() >= REMEMBERED_MAX && lookedThrough.getAndSet(now) != now) {
                readers.values().removeIf(each -> each.isForgotten(now));
            }
            Rate rate = rates.get(partition);
            if (rate == null || readers.size() >= REMEMBERED_MAX) {
                return null;
            }
            reader = readers.computeIfAbsent(reading, key -> new Reader(rate.readers.getAndIncrement()));
        }
        reader.seen(now);
        return reader;
    }

    private boolean hot(TopicPartition partition) {
        Rate rate = rates.get(partition);
        return rate != null && rate.perSecond(clock.instant().getEpochSecond()) > hotBytesPerSecond;
    }
}
