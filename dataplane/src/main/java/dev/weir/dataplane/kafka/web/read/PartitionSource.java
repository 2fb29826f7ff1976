package dev.weir.dataplane.kafka.web.read;

import dev.weir.dataplane.kafka.log.LogException;
import dev.weir.dataplane.kafka.log.PartitionLog;
import dev.weir.dataplane.kafka.log.PartitionState;
import dev.weir.dataplane.kafka.log.Read;
import dev.weir.dataplane.kafka.log.Slice;
import dev.weir.dataplane.kafka.log.TimedOffset;
import dev.weir.dataplane.kafka.upstream.CachedPartition;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.web.record.Messages;
import dev.weir.dataplane.kafka.web.record.RecordDecoder;
import dev.weir.dataplane.kafka.web.segment.SegmentId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.jspecify.annotations.Nullable;

/**
 * One partition as web readers see it: from the log here, and from upstream what that lacks. On threads that may wait.
 */
final class PartitionSource {
    private static final int READ_BYTES = 64 * 1024;

    private final Upstreams upstreams;
    private final UpstreamReads reads;
    private final RecordDecoder decoder;
    private final RecentReads recent;
    private final Topic topic;
    private final TopicPartition partition;

    PartitionSource(
            Upstreams upstreams,
            UpstreamReads reads,
            RecordDecoder decoder,
            RecentReads recent,
            Topic topic,
            int partition) {
        this.upstreams = upstreams;
        this.reads = reads;
        this.decoder = decoder;
        this.recent = recent;
        this.topic = topic;
        this.partition = new TopicPartition(topic.name(), partition);
    }

    TopicPartition partition() {
        return partition;
    }

    /** What is committed at the offset and after it. */
    Look look(long offset) {
        CachedPartition cached = cached();
        if (cached != null) {
            Look here = lookHere(cached, offset);
            if (here != null) {
                return here;
            }
        }
        Topic present = upstreams.topology().topic(topic.name());
        if (present == null || !present.id().equals(topic.id())) {
            return new Look.Deleted();
        }
        try {
            return lookUpstream(offset);
        } catch (ReadException e) {
            return new Look.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    /** What is committed at an offset that is known to have been there: the copy here may not have come so far yet. */
    Look lookNow(long offset) {
        Look here = look(offset);
        if (!(here instanceof Look.Nothing)) {
            return here;
        }
        try {
            return lookUpstream(offset);
        } catch (ReadException e) {
            return new Look.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    /**
     * A segment of the log here that stays as it is.
     *
     * @param first where its first record can be
     */
    record Sealed(SegmentId segment, long first) {}

    /** The one with the offset; null where there is none, or none as yet. */
    @Nullable
    Sealed sealed(long offset) {
        CachedPartition cached = cached();
        if (cached == null) {
            return null;
        }
        PartitionLog log = cached.log();
        return log.sealedSegment(offset)
                .map(segment -> new Sealed(
                        new SegmentId(
                                topic.id(),
                                partition.partition(),
                                segment.baseOffset(),
                                segment.endOffset(),
                                segment.generation()),
                        Math.max(segment.baseOffset(), log.startOffset())))
                .orElse(null);
    }

    private @Nullable CachedPartition cached() {
        CachedPartition cached = upstreams.partition(partition);
        return cached != null && cached.topicId().equals(topic.id()) ? cached : null;
    }

    /** Null where upstream is to be asked. */
    private @Nullable Look lookHere(CachedPartition cached, long offset) {
        PartitionLog log = cached.log();
        if (offset > log.endOffset()) {
            return offset <= cached.upstream().endOffset() ? new Look.Nothing(true) : null;
        }
        if (offset < log.startOffset()
                || (offset == log.endOffset() && log.state() instanceof PartitionState.ReadOnly)) {
            return null;
        }
        if (log.state() instanceof PartitionState.Online && offset >= log.lastStableOffset()) {
            return new Look.Nothing(true);
        }
        Messages known = recent.at(log, offset);
        return known == null ? read(log, offset) : new Look.Found(known);
    }

    private @Nullable Look read(PartitionLog log, long offset) {
        long truncations = recent.truncations();
        return switch (log.read(offset, READ_BYTES, true, IsolationLevel.READ_COMMITTED)) {
            case Slice slice -> {
                try {
                    if (slice.isEmpty()) {
                        yield new Look.Nothing(true);
                    }
                    Messages messages = decoder.decode(
                            topic.id(),
                            partition,
                            offset,
                            slice.records(),
                            slice.abortedTransactions().orElse(List.of()));
                    recent.keep(log, offset, messages, truncations);
                    yield new Look.Found(messages);
                } finally {
                    slice.release();
                }
            }
            case Read.OutOfRange moved -> null;
            case Read.Offline offline -> null;
        };
    }

    private Look lookUpstream(long offset) throws ReadException {
        PartitionData data = reads.fetch(topic, partition, offset);
        if (data.errorCode() == Errors.OFFSET_OUT_OF_RANGE.code()) {
            long start = reads.offset(topic, partition, ListOffsetsRequest.EARLIEST_TIMESTAMP);
            return offset < start
                    ? new Look.Below(start)
                    : new Look.Beyond(reads.offset(topic, partition, ListOffsetsRequest.LATEST_TIMESTAMP));
        }
        if (FetchResponse.recordsSize(data) == 0) {
            return new Look.Nothing(false);
        }
        List<AbortedTransaction> aborted = data.abortedTransactions();
        return new Look.Found(decoder.decode(
                topic.id(), partition, offset, (Records) data.records(), aborted == null ? List.of() : aborted));
    }

    /** The first offset that there is. */
    long earliest() throws ReadException {
        CachedPartition cached = cached();
        if (cached != null && holdsAll(cached)) {
            return cached.log().startOffset();
        }
        return asked(
                ListOffsetsRequest.EARLIEST_TIMESTAMP,
                cached,
                copy -> Optional.of(copy.log().startOffset()));
    }

    /** Behind the last record that is committed. */
    long latest() throws ReadException {
        CachedPartition cached = cached();
        if (cached != null && cached.warm()) {
            return cached.log().lastStableOffset();
        }
        return asked(
                ListOffsetsRequest.LATEST_TIMESTAMP,
                cached,
                copy -> Optional.of(copy.log().lastStableOffset()));
    }

    /** The same as upstream has it at this moment; the copy here is told to hurry. */
    long latestUpstream() throws ReadException {
        long end = reads.endNow(topic, partition);
        CachedPartition cached = cached();
        if (cached != null && cached.log().lastStableOffset() < end) {
            cached.wake();
        }
        return end;
    }

    /** The first record that is not older, or the end. */
    long at(long timestamp) throws ReadException {
        CachedPartition cached = cached();
        Optional<Long> here = cached != null && holdsAll(cached) ? search(cached, timestamp) : Optional.empty();
        if (here.isPresent()) {
            return here.get();
        }
        long found = asked(timestamp, cached, copy -> search(copy, timestamp));
        return found < 0 ? latest() : found;
    }

    PartitionExtent extent() throws ReadException {
        CachedPartition cached = cached();
        return new PartitionExtent(
                partition.partition(),
                earliest(),
                latest(),
                cached == null ? -1 : cached.log().startOffset(),
                cached == null
                        ? 0
                        : Math.max(
                                0, cached.upstream().endOffset() - cached.log().highWatermark()));
    }

    private static Optional<Long> search(CachedPartition cached, long timestamp) {
        try {
            return cached.log()
                    .offsetForTimestamp(timestamp, IsolationLevel.READ_COMMITTED)
                    .map(TimedOffset::offset);
        } catch (LogException e) {
            return Optional.empty();
        }
    }

    /** What upstream says; while it says nothing, what is here counts. */
    private long asked(long timestamp, @Nullable CachedPartition cached, Function<CachedPartition, Optional<Long>> here)
            throws ReadException {
        try {
            return reads.offset(topic, partition, timestamp);
        } catch (ReadException e) {
            if (cached == null) {
                throw e;
            }
            return here.apply(cached).orElseThrow(() -> e);
        }
    }

    private static boolean holdsAll(CachedPartition cached) {
        long start = cached.upstream().startOffset();
        return start >= 0 && cached.log().startOffset() <= start && cached.warm();
    }
}
