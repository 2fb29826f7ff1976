package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Partition;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Finds the upstream brokers that lead partitions, and has them looked up anew when they turn out not to. */
final class Leaders {
    private static final Set<Errors> MOVED = EnumSet.of(
            Errors.NOT_LEADER_OR_FOLLOWER,
            Errors.LEADER_NOT_AVAILABLE,
            Errors.FENCED_LEADER_EPOCH,
            Errors.UNKNOWN_LEADER_EPOCH,
            Errors.UNKNOWN_TOPIC_OR_PARTITION,
            Errors.UNKNOWN_TOPIC_ID,
            Errors.INCONSISTENT_TOPIC_ID);

    private final Upstreams upstreams;

    Leaders(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    /** The topic of that name, or of that id when the name is empty. */
    @Nullable
    Topic topic(String name, Uuid id) {
        return name.isEmpty()
                ? upstreams.topology().topic(id)
                : upstreams.topology().topic(name);
    }

    Route route(String name, Uuid id, int index) {
        Topic topic = topic(name, id);
        if (topic == null) {
            return new Route.Refused(
                    name.isEmpty() ? Errors.UNKNOWN_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION,
                    "There is no such topic here.");
        }
        Partition partition = topic.partition(index);
        if (partition == null) {
            upstreams.refresh(Set.of(topic.name()), false);
            return new Route.Refused(Errors.UNKNOWN_TOPIC_OR_PARTITION, "There is no such partition.");
        }
        if (partition.leader() < 0) {
            upstreams.refresh(Set.of(topic.name()), false);
            return new Route.Refused(Errors.LEADER_NOT_AVAILABLE, "The partition has no leader upstream.");
        }
        return new Route.To(topic.upstream(), new Destination.Node(partition.leader()));
    }

    /** Takes note of an error that a leader answered for a topic. */
    void heard(Errors error, @Nullable Topic topic) {
        if (topic != null && MOVED.contains(error)) {
            upstreams.refresh(Set.of(topic.name()), false);
        }
    }
}
