package dev.weir.dataplane.kafka.upstream.follow;

import dev.weir.dataplane.kafka.log.TopicSettings;
import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;

/**
 * A partition that is to be followed.
 *
 * @param leader upstream's node id, or -1 while there is none
 * @param fromEarliest whether a log that does not exist yet begins at upstream's start, or at its end
 * @param settings null while not known: then only a log that exists is gone on with
 */
public record Assignment(
        TopicIdPartition id,
        int leader,
        int leaderEpoch,
        boolean fromEarliest,
        @Nullable TopicSettings settings) {}
