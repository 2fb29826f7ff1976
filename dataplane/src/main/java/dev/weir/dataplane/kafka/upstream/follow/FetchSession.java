package dev.weir.dataplane.kafka.upstream.follow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What one broker is asked to fetch (KIP-227): everything at first, afterwards only what has changed, for as long as
 * the broker remembers the rest.
 *
 * <p>{@link #next} is followed by {@link #accepted} or {@link #interrupted} or {@link #refused} before the next one.
 */
final class FetchSession {
    private final int partitionBytesMax;
    /** In the order in which a broker should serve them: those that advanced last come last. */
    private final Map<TopicIdPartition, FetchPosition> wanted = new LinkedHashMap<>();

    /** What the broker was told last. */
    private final Map<TopicIdPartition, FetchPosition> told = new HashMap<>();

    private final Set<TopicIdPartition> changed = new LinkedHashSet<>();
    private final Set<TopicIdPartition> forgotten = new LinkedHashSet<>();
    private FetchMetadata metadata = FetchMetadata.INITIAL;

    FetchSession(int partitionBytesMax) {
        this.partitionBytesMax = partitionBytesMax;
    }

    void set(TopicIdPartition partition, FetchPosition position) {
        wanted.remove(partition);
        wanted.put(partition, position);
        if (position.equals(told.get(partition))) {
            changed.remove(partition);
        } else {
            changed.add(partition);
        }
        forgotten.remove(partition);
    }

    void remove(TopicIdPartition partition) {
        wanted.remove(partition);
        changed.remove(partition);
        if (told.remove(partition) != null) {
            forgotten.add(partition);
        }
    }

    boolean isEmpty() {
        return wanted.isEmpty();
    }

    int size() {
        return wanted.size();
    }

    Collection<TopicIdPartition> partitions() {
        return List.copyOf(wanted.keySet());
    }

    /** The position that a response under way is about. */
    @Nullable
    FetchPosition told(TopicIdPartition partition) {
        return told.get(partition);
    }

    /** Fills in what is asked; the same as before needs no word. */
    FetchRequestData next(FetchRequestData request, short version) {
        if (!usesTopicIds(version) && forgotten.stream().anyMatch(this::isWantedUnderItsName)) {
            // the broker would take the name that is forgotten for the one that is wanted
            metadata = metadata.nextCloseExistingAttemptNew();
        }
        boolean full = metadata.isFull();
        if (full) {
            told.clear();
        }
        Collection<TopicIdPartition> asked = full ? wanted.keySet() : changed;
        var topics = new LinkedHashMap<Uuid, FetchTopic>();
        for (TopicIdPartition partition : asked) {
            FetchPosition position = Objects.requireNonNull(wanted.get(partition));
            told.put(partition, position);
            topics.computeIfAbsent(
                            partition.topicId(),
                            id -> new FetchTopic().setTopicId(id).setTopic(partition.topic()))
                    .partitions()
                    .add(new FetchPartition()
                            .setPartition(partition.partition())
                            .setFetchOffset(position.offset())
                            .setCurrentLeaderEpoch(position.leaderEpoch())
                            .setLastFetchedEpoch(position.lastFetchedEpoch())
                            .setPartitionMaxBytes(partitionBytesMax));
        }
        request.setTopics(new ArrayList<>(topics.values()));
        request.setForgottenTopicsData(full ? List.of() : forgottenTopics());
        request.setSessionId(metadata.sessionId());
        request.setSessionEpoch(metadata.epoch());
        changed.clear();
        forgotten.clear();
        return request;
    }

    private boolean isWantedUnderItsName(TopicIdPartition partition) {
        return wanted.keySet().stream().anyMatch(other -> other.topicPartition().equals(partition.topicPartition()));
    }

    private static boolean usesTopicIds(short version) {
        return version >= 13;
    }

    private List<ForgottenTopic> forgottenTopics() {
        var topics = new LinkedHashMap<Uuid, ForgottenTopic>();
        for (TopicIdPartition partition : forgotten) {
            topics.computeIfAbsent(
                            partition.topicId(),
                            id -> new ForgottenTopic().setTopicId(id).setTopic(partition.topic()))
                    .partitions()
                    .add(partition.partition());
        }
        return new ArrayList<>(topics.values());
    }

    /** The broker answered; id 0 says that it has no room for a session. */
    void accepted(int sessionId) {
        if (sessionId == FetchMetadata.INVALID_SESSION_ID) {
            metadata = FetchMetadata.INITIAL;
        } else if (metadata.isFull()) {
            metadata = FetchMetadata.newIncremental(sessionId);
        } else {
            metadata = metadata.nextIncremental();
        }
    }

    /** There was no answer, so what the broker remembers is not known. */
    void interrupted() {
        metadata = metadata.nextCloseExistingAttemptNew();
    }

    /** The broker does not go on with the session. */
    void refused(Errors why) {
        metadata = why == Errors.FETCH_SESSION_ID_NOT_FOUND
                ? FetchMetadata.INITIAL
                : metadata.nextCloseExistingAttemptNew();
    }
}
