package dev.weir.dataplane.kafka.web.read;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.dataplane.kafka.log.LogListener;
import dev.weir.dataplane.kafka.log.PartitionLog;
import dev.weir.dataplane.kafka.web.record.Message;
import dev.weir.dataplane.kafka.web.record.Messages;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What was found lately behind an offset of a log, for others who come to the same place: readers of a topic mostly are
 * at its end, all of them, and one of them reads the file. Nothing counts that was read before a log was cut back.
 */
final class RecentReads implements LogListener {
    /** Beside what the decoder keeps, which is mostly the same messages. */
    private static final long BYTES_MAX = 4 * 1024 * 1024;

    private final AtomicLong truncations = new AtomicLong();
    private final Cache<Place, Found> recent = Caffeine.newBuilder()
            .maximumWeight(BYTES_MAX)
            .<Place, Found>weigher((place, found) -> 128 + footprint(found.messages))
            .executor(Runnable::run)
            .build();

    private record Place(Uuid topicId, int partition, long offset) {}

    private record Found(long truncations, Messages messages) {}

    /** Null when nobody was there lately. */
    @Nullable
    Messages at(PartitionLog log, long offset) {
        Found found = recent.getIfPresent(place(log, offset));
        return found == null || found.truncations != truncations.get() ? null : found.messages;
    }

    /** To be asked before something is read that is to be kept. */
    long truncations() {
        return truncations.get();
    }

    void keep(PartitionLog log, long offset, Messages messages, long truncationsBefore) {
        recent.put(place(log, offset), new Found(truncationsBefore, messages));
    }

    private static Place place(PartitionLog log, long offset) {
        return new Place(log.topicId(), log.topicPartition().partition(), offset);
    }

    private static int footprint(Messages messages) {
        return messages.list().stream().mapToInt(Message::footprint).sum();
    }

    @Override
    public void truncated(PartitionLog log) {
        truncations.incrementAndGet();
    }
}
