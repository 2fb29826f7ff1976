package dev.weir.dataplane.kafka.web.read;

import dev.weir.dataplane.kafka.web.filter.Contents;
import dev.weir.dataplane.kafka.web.filter.Filter;
import dev.weir.dataplane.kafka.web.record.Messages;
import dev.weir.dataplane.kafka.web.segment.SegmentId;
import dev.weir.dataplane.kafka.web.segment.SegmentSummaries;
import dev.weir.dataplane.kafka.web.segment.SegmentSummary;
import dev.weir.dataplane.kafka.web.segment.SummaryInProgress;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out segments in which nothing can pass the filter of one reader, and makes summaries of those that it comes
 * through and nobody knows yet. One thread.
 */
final class SegmentSkips implements Skips {
    private final PartitionSource source;
    private final Filter filter;
    private final SegmentSummaries summaries;
    private final LongAdder skipped;
    private @Nullable SummaryInProgress making;
    /** Before this there is nothing to be decided. */
    private long decided;

    private SegmentSkips(PartitionSource source, Filter filter, SegmentSummaries summaries, LongAdder skipped) {
        this.source = source;
        this.filter = filter;
        this.summaries = summaries;
        this.skipped = skipped;
    }

    /** Null for a filter that no summary can answer, as it asks for patterns, or for what is not there. */
    static @Nullable SegmentSkips of(
            PartitionSource source, Filter filter, SegmentSummaries summaries, LongAdder skipped) {
        return filter.mayPass(Contents.NOTHING) ? null : new SegmentSkips(source, filter, summaries, skipped);
    }

    @Override
    public long after(long offset, long end) {
        long next = offset;
        while (next >= decided) {
            PartitionSource.Sealed sealed = source.sealed(next);
            if (sealed == null) {
                close();
                return next;
            }
            SegmentId segment = sealed.segment();
            SegmentSummary summary = summaries.of(segment);
            if (summary == null) {
                begin(sealed, next);
                decided = segment.endOffset();
            } else if (filter.mayPass(summary)) {
                close();
                decided = segment.endOffset();
            } else {
                skipped.increment();
                close();
                next = segment.endOffset();
            }
        }
        return next;
    }

    private void begin(PartitionSource.Sealed sealed, long next) {
        SummaryInProgress present = making;
        if (present == null || !present.segment().equals(sealed.segment())) {
            close();
            making = next <= sealed.first() ? summaries.begin(sealed.segment(), next) : null;
        }
    }

    @Override
    public void read(long from, Messages messages) {
        SummaryInProgress present = making;
        if (present == null) {
            return;
        }
        if (!present.add(from, messages)) {
            close();
        } else if (present.isComplete()) {
            PartitionSource.Sealed still = source.sealed(present.segment().baseOffset());
            if (still != null && still.segment().equals(present.segment())) {
                present.keep();
            }
            close();
        }
    }

    @Override
    public void close() {
        SummaryInProgress present = making;
        making = null;
        if (present != null) {
            present.close();
        }
    }
}
