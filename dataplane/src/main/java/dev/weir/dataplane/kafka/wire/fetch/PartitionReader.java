package dev.weir.dataplane.kafka.wire.fetch;

import dev.weir.dataplane.kafka.log.EpochEnd;
import dev.weir.dataplane.kafka.log.PartitionLog;
import dev.weir.dataplane.kafka.log.PartitionState;
import dev.weir.dataplane.kafka.log.Read;
import dev.weir.dataplane.kafka.log.Slice;
import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.placement.Pod;
import dev.weir.dataplane.kafka.upstream.CachedPartition;
import dev.weir.dataplane.kafka.upstream.Partition;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Topology;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import java.time.InstantSource;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a client gets of one partition. The order of the checks is the broker's. What differs is that a cache
 * may know less than upstream: it never says that an offset does not exist unless upstream would.
 */
final class PartitionReader {
    /** Clients that fetch with a lower version do not know zstd (KIP-110). */
    private static final short ZSTD_VERSION = 10;

    private static final long UNKNOWN = -1;

    /** A follower that has not heard from upstream for so long may lag without knowing it. */
    private static final long OUT_OF_TOUCH_MILLIS = 5_000;

    private final Upstreams upstreams;
    private final Placement placement;
    private final Spread spread;
    private final InstantSource clock;

    PartitionReader(Upstreams upstreams, Placement placement, Spread spread, InstantSource clock) {
        this.upstreams = upstreams;
        this.placement = placement;
        this.spread = spread;
        this.clock = clock;
    }

    /** How much a look may give. */
    record Limit(int bytes, boolean atLeastOneBatch) {}

    Outcome look(Topology topology, Progress progress, FetchTerms terms, Limit limit) {
        FetchedPartition wanted = progress.partition();
        Topic topic = topic(topology, wanted.key());
        if (topic == null) {
            boolean byId = wanted.key().topic().isEmpty();
            return new Outcome.Failed(byId ? Errors.UNKNOWN_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION, null);
        }
        int index = wanted.key().partition();
        Partition partition = topic.partition(index);
        if (partition == null) {
            return new Outcome.Failed(Errors.UNKNOWN_TOPIC_OR_PARTITION, null);
        }
        var name = new TopicPartition(topic.name(), index);
        if (!placement.owns(name)) {
            return new Outcome.Failed(Errors.NOT_LEADER_OR_FOLLOWER, leader(name, partition.leaderEpoch()));
        }
        CachedPartition cached = upstreams.partition(name);
        int epoch = partition.leaderEpoch();
        if (cached != null) {
            epoch = Math.max(epoch, cached.upstream().leaderEpoch());
        }
        Outcome wrongEpoch = checkEpoch(progress, name, epoch);
        if (wrongEpoch != null) {
            return wrongEpoch;
        }
        if (cached == null || !cached.topicId().equals(topic.id())) {
            upstreams.demand(topic.name());
            return new Outcome.Nothing(null, Outcome.Bounds.UNKNOWN, Errors.NONE);
        }
        return read(cached, progress, terms, limit);
    }

    private static @Nullable Topic topic(Topology topology, FetchedPartition.Key key) {
        return key.topicId().equals(Uuid.ZERO_UUID) ? topology.topic(key.topic()) : topology.topic(key.topicId());
    }

    private Outcome.@Nullable Leader leader(TopicPartition partition, int epoch) {
        for (Pod owner : placement.owners(partition)) {
            if (owner.ready()) {
                return new Outcome.Leader(owner, epoch);
            }
        }
        return null;
    }

    private @Nullable Outcome checkEpoch(Progress progress, TopicPartition name, int known) {
        int asked = progress.partition().leaderEpoch();
        if (asked < 0 || asked == known) {
            return null;
        }
        if (asked < known) {
            return new Outcome.Failed(Errors.FENCED_LEADER_EPOCH, leader(name, known));
        }
        return progress.asked(Question.LEADER_EPOCH)
                ? new Outcome.Failed(Errors.UNKNOWN_LEADER_EPOCH, null)
                : new Outcome.Ask(Question.LEADER_EPOCH);
    }

    private Outcome read(CachedPartition cached, Progress progress, FetchTerms terms, Limit limit) {
        PartitionLog log = cached.log();
        FetchedPartition wanted = progress.partition();
        long upstreamStart = cached.upstream().startOffset();
        long start = upstreamStart >= 0 ? upstreamStart : log.startOffset();
        long offset = wanted.offset();
        if (offset < 0 || offset < start) {
            return offset >= 0 && upstreamStart < 0
                    ? new Outcome.Ask(Question.READ_THROUGH)
                    : new Outcome.Failed(Errors.OFFSET_OUT_OF_RANGE, null);
        }
        if (offset < log.startOffset()) {
            return new Outcome.Ask(Question.READ_THROUGH);
        }
        if (offset > log.endOffset()) {
            return beyond(cached, progress, start);
        }
        if (offset == log.endOffset() && log.state() instanceof PartitionState.ReadOnly) {
            return new Outcome.Ask(Question.READ_THROUGH); // it will not come here for now
        }
        Outcome diverged = checkDivergence(log, wanted, start);
        if (diverged != null) {
            return diverged;
        }
        Pod preferred = spread.preferred(cached.topicPartition(), terms);
        if (preferred != null) {
            return new Outcome.Preferred(preferred, bounds(log, start));
        }
        int bytes = Math.min(limit.bytes(), wanted.bytesMax());
        return switch (log.read(offset, bytes, limit.atLeastOneBatch(), terms.isolation())) {
            case Slice slice -> here(cached, slice, start, terms);
            case Read.OutOfRange moved -> new Outcome.Nothing(cached.topicPartition(), bounds(log, start), Errors.NONE);
            case Read.Offline offline -> new Outcome.Ask(Question.READ_THROUGH);
        };
    }

    private Outcome here(CachedPartition cached, Slice slice, long start, FetchTerms terms) {
        TopicPartition partition = cached.topicPartition();
        Slice.Offsets offsets = slice.offsets();
        var bounds = new Outcome.Bounds(start, offsets.highWatermark(), offsets.lastStableOffset());
        if (slice.isEmpty()) {
            slice.release();
            return new Outcome.Nothing(partition, whereMoreIs(cached, bounds), afterWaitingAtTheEnd(cached));
        }
        if (terms.version() < ZSTD_VERSION && hasZstd(slice)) {
            slice.release();
            return new Outcome.Failed(Errors.UNSUPPORTED_COMPRESSION_TYPE, null);
        }
        return new Outcome.Here(partition, slice, bounds);
    }

    /**
     * Some clients take the end that they are told for the end of all: it must not be that of a copy that is behind.
     */
    private static Outcome.Bounds whereMoreIs(CachedPartition cached, Outcome.Bounds here) {
        long end = cached.upstream().endOffset();
        if (end > here.highWatermark()) {
            return new Outcome.Bounds(here.start(), end, UNKNOWN);
        }
        boolean catchingUp = !cached.warm() && cached.trouble().isEmpty();
        return catchingUp ? new Outcome.Bounds(here.start(), UNKNOWN, UNKNOWN) : here;
    }

    /** A reader that was sent here by the pod that leads must not wait here for what is there already. */
    private Errors afterWaitingAtTheEnd(CachedPartition cached) {
        Outcome.Leader leader = leader(cached.topicPartition(), -1);
        if (leader == null || leader.pod().ordinal() == placement.self().ordinal()) {
            return Errors.NONE;
        }
        boolean inTouch = clock.millis() - cached.upstream().asOfMillis() <= OUT_OF_TOUCH_MILLIS;
        return inTouch && cached.trouble().isEmpty() ? Errors.NONE : Errors.NOT_LEADER_OR_FOLLOWER;
    }

    private static boolean hasZstd(Slice slice) {
        for (RecordBatch batch : slice.records().batches()) {
            if (batch.compressionType() == CompressionType.ZSTD) {
                return true;
            }
        }
        return false;
    }

    /** Upstream surely has it, or is asked whether it does. */
    private static Outcome beyond(CachedPartition cached, Progress progress, long start) {
        boolean known = progress.partition().offset() <= cached.upstream().endOffset();
        if (!known && !progress.asked(Question.WHERE_IT_ENDS)) {
            return new Outcome.Ask(Question.WHERE_IT_ENDS);
        }
        if (cached.log().state() instanceof PartitionState.ReadOnly) {
            return new Outcome.Ask(Question.READ_THROUGH);
        }
        return new Outcome.Nothing(cached.topicPartition(), bounds(cached.log(), start), Errors.OFFSET_NOT_AVAILABLE);
    }

    /** The epoch of the client's last record must reach as far here as it does there (KIP-595). */
    private static @Nullable Outcome checkDivergence(PartitionLog log, FetchedPartition wanted, long start) {
        if (wanted.lastFetchedEpoch() < 0) {
            return null;
        }
        EpochEnd end = log.endOffsetForEpoch(wanted.lastFetchedEpoch());
        if (end.equals(EpochEnd.UNKNOWN)) {
            return null;
        }
        boolean diverged = end.leaderEpoch() < wanted.lastFetchedEpoch() || end.endOffset() < wanted.offset();
        return diverged ? new Outcome.Diverged(end, bounds(log, start)) : null;
    }

    private static Outcome.Bounds bounds(PartitionLog log, long start) {
        return new Outcome.Bounds(start, log.highWatermark(), log.lastStableOffset());
    }
}
