package dev.weir.dataplane.kafka.upstream.follow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.jspecify.annotations.Nullable;

/** The partitions in one session, found as responses name them: by topic id, or by name before Fetch version 13. */
final class PartitionIndex {
    private final Map<Uuid, Map<Integer, FollowedPartition>> byId = new HashMap<>();
    private final Map<String, Map<Integer, FollowedPartition>> byName = new HashMap<>();

    void add(FollowedPartition partition) {
        byId.computeIfAbsent(partition.topicId(), id -> new HashMap<>())
                .put(partition.id().partition(), partition);
        byName.computeIfAbsent(partition.id().topic(), name -> new HashMap<>())
                .put(partition.id().partition(), partition);
    }

    void remove(FollowedPartition partition) {
        byId.computeIfPresent(partition.topicId(), (id, of) -> without(of, partition));
        byName.computeIfPresent(partition.id().topic(), (name, of) -> without(of, partition));
    }

    private static @Nullable Map<Integer, FollowedPartition> without(
            Map<Integer, FollowedPartition> of, FollowedPartition partition) {
        of.remove(partition.id().partition(), partition);
        return of.isEmpty() ? null : of;
    }

    Map<Integer, FollowedPartition> of(FetchableTopicResponse topic) {
        Map<Integer, FollowedPartition> found =
                topic.topicId().equals(Uuid.ZERO_UUID) ? byName.get(topic.topic()) : byId.get(topic.topicId());
        return found == null ? Map.of() : found;
    }

    List<FollowedPartition> all() {
        var all = new ArrayList<FollowedPartition>();
        byId.values().forEach(of -> all.addAll(of.values()));
        return all;
    }
}
