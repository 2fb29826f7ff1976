package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.log.PartitionState;
import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.upstream.CachedPartition;
import dev.weir.dataplane.kafka.upstream.Partition;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** What the questions for offsets have in common: who may ask here, in which epoch, and whether the copy is whole. */
record OffsetRules(Upstreams upstreams, Placement placement, Leaders leaders) {

    /** Why it is not answered here at all, or null. */
    @Nullable
    Route refusal(TopicPartition name, int askedEpoch) {
        Topic topic = leaders.topic(name.topic(), Uuid.ZERO_UUID);
        Partition partition = topic == null ? null : topic.partition(name.partition());
        if (partition == null) {
            return new Route.Refused(Errors.UNKNOWN_TOPIC_OR_PARTITION, "There is no such partition here.");
        }
        if (!placement.owns(name)) {
            return new Route.Refused(Errors.NOT_LEADER_OR_FOLLOWER, "Another pod holds the partition.");
        }
        CachedPartition cached = upstreams.partition(name);
        int known = cached == null
                ? partition.leaderEpoch()
                : Math.max(partition.leaderEpoch(), cached.upstream().leaderEpoch());
        if (askedEpoch >= 0 && askedEpoch < known) {
            return new Route.Refused(Errors.FENCED_LEADER_EPOCH, "The client's leader epoch is old.");
        }
        if (askedEpoch > known) {
            upstreams.refresh(Set.of(name.topic()), false);
            return new Route.Refused(Errors.UNKNOWN_LEADER_EPOCH, "The client's leader epoch is not known here yet.");
        }
        return null;
    }

    Route leader(TopicPartition name) {
        return leaders.route(name.topic(), Uuid.ZERO_UUID, name.partition());
    }

    /** The copy that this pod has; null when it has none, and then it is followed from now on. */
    @Nullable
    CachedPartition copy(TopicPartition name) {
        CachedPartition cached = upstreams.partition(name);
        if (cached == null) {
            upstreams.demand(name.topic());
        }
        return cached;
    }

    /** Whether the copy begins where upstream begins, so that what is found first here is first there. */
    static boolean isWhole(CachedPartition cached) {
        long start = cached.upstream().startOffset();
        return start >= 0
                && cached.log().startOffset() <= start
                && cached.log().state() instanceof PartitionState.Online;
    }
}
