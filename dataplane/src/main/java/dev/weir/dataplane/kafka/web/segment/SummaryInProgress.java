package dev.weir.dataplane.kafka.web.segment;

import dev.weir.dataplane.kafka.web.record.Message;
import dev.weir.dataplane.kafka.web.record.Messages;

/** A summary that is made by somebody who reads a segment from its beginning. One thread. */
public final class SummaryInProgress implements AutoCloseable {
    private final SegmentSummaries summaries;
    private final SegmentId segment;
    private final SegmentSummary summary = new SegmentSummary();
    private long next;

    /** @param start where its first record can be */
    SummaryInProgress(SegmentSummaries summaries, SegmentId segment, long start) {
        this.summaries = summaries;
        this.segment = segment;
        this.next = start;
    }

    public SegmentId segment() {
        return segment;
    }

    /** Adds what was read from there on; what comes twice counts once. False when something was left out. */
    public boolean add(long from, Messages messages) {
        if (from > next) {
            return false;
        }
        for (Message message : messages.list()) {
            if (message.offset() >= next && message.offset() < segment.endOffset()) {
                summary.add(message);
            }
        }
        next = Math.max(next, messages.nextOffset());
        return true;
    }

    public boolean isComplete() {
        return next >= segment.endOffset();
    }

    /** For all who come later. */
    public void keep() {
        summaries.put(segment, summary.compact());
    }

    @Override
    public void close() {
        summaries.ended();
    }
}
