package dev.weir.dataplane.kafka.web.segment;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is known of segments, because somebody has read the whole of each. Those that nobody has asked for in a while
 * are forgotten, as are those that are there no more, and are read anew by whoever asks. Any thread.
 */
public final class SegmentSummaries {
    private static final Duration IDLE = Duration.ofHours(6);
    private static final int HEAP_SHARE = 32;
    private static final int ENTRY_BYTES = 256;

    private final Cache<SegmentId, SegmentSummary> known;
    private final AtomicInteger inProgress = new AtomicInteger();
    private final long inProgressMax;

    /** @param bytesMax for what is known; and half as much for what is being made */
    public SegmentSummaries(long bytesMax) {
        inProgressMax = bytesMax / 2 / SegmentSummary.BYTES_MAX;
        known = Caffeine.newBuilder()
                .maximumWeight(bytesMax)
                .<SegmentId, SegmentSummary>weigher((id, summary) -> ENTRY_BYTES + summary.bytes())
                .expireAfterAccess(IDLE)
                .executor(Runnable::run)
                .build();
    }

    public static SegmentSummaries ofHeap() {
        return new SegmentSummaries(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    @Nullable
    public SegmentSummary of(SegmentId segment) {
        return known.getIfPresent(segment);
    }

    /** Null where enough are being made; otherwise it is to be closed. */
    @Nullable
    public SummaryInProgress begin(SegmentId segment, long start) {
        if (inProgress.incrementAndGet() > inProgressMax) {
            inProgress.decrementAndGet();
            return null;
        }
        return new SummaryInProgress(this, segment, start);
    }

    void ended() {
        inProgress.decrementAndGet();
    }

    void put(SegmentId segment, SegmentSummary summary) {
        known.put(segment, summary);
    }

    /** What is known and what is being made. */
    public long bytes() {
        known.cleanUp();
        long kept = known.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
        return kept + inProgress.get() * SegmentSummary.BYTES_MAX;
    }
}
