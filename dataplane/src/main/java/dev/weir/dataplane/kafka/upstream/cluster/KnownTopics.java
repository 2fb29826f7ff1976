package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.upstream.Partition;
import dev.weir.dataplane.kafka.upstream.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the topics of one upstream, from answers of brokers that may know less than others did before.
 *
 * <p>Leader epochs never fall, partitions are never lost. A topic is only taken for deleted, or for another one of the
 * same name, when it was asked for by its name and the broker said so: its files here go then. A topic id that was
 * replaced never comes back, since ids are not used twice.
 */
final class KnownTopics {
    private static final int RETIRED_MAX = 10_000;

    private final String upstream;
    private final Map<String, Topic> topics = new TreeMap<>();
    private final Set<Uuid> retired = new LinkedHashSet<>();

    KnownTopics(String upstream, Collection<Topic> remembered) {
        this.upstream = upstream;
        remembered.forEach(topic -> topics.put(topic.name(), topic));
    }

    Map<String, Topic> topics() {
        return topics;
    }

    @Nullable
    Topic topic(String name) {
        return topics.get(name);
    }

    /** Forgets topics that no longer belong here. */
    void retain(Predicate<String> belongs) {
        topics.keySet().removeIf(belongs.negate());
    }

    /**
     * Takes a list of all topics.
     *
     * @param belongs whether a topic of this name is wanted here
     * @return the names to be asked for, because they are missing or have another id
     */
    Set<String> listed(Collection<MetadataResponseTopic> all, Predicate<String> belongs) {
        Set<String> questionable = new HashSet<>(topics.keySet());
        for (MetadataResponseTopic told : all) {
            if (told.name() == null || !belongs.test(told.name())) {
                continue;
            }
            Topic known = topics.get(told.name());
            if (known == null || known.id().equals(told.topicId())) {
                questionable.remove(told.name());
                take(told);
            } else if (told.errorCode() != Errors.NONE.code() || retired.contains(told.topicId())) {
                questionable.remove(told.name());
            }
        }
        return questionable;
    }

    /**
     * Takes the answer to a question for topics by their names.
     *
     * @return topics that exist no longer, which includes those now replaced by others of the same name
     */
    List<Topic> answered(Collection<MetadataResponseTopic> answers, Predicate<String> belongs) {
        List<Topic> gone = new ArrayList<>();
        for (MetadataResponseTopic told : answers) {
            if (told.name() == null || !belongs.test(told.name())) {
                continue;
            }
            Topic known = topics.get(told.name());
            boolean exists = told.errorCode() == Errors.NONE.code();
            boolean deleted = told.errorCode() == Errors.UNKNOWN_TOPIC_OR_PARTITION.code();
            boolean replaced = exists && !retired.contains(told.topicId());
            if (known != null && (deleted || (replaced && !known.id().equals(told.topicId())))) {
                topics.remove(known.name());
                retire(known.id());
                gone.add(known);
            }
            take(told);
        }
        return gone;
    }

    /** A broker has told who leads. */
    void leads(String name, int partition, int leader, int leaderEpoch) {
        Topic known = topics.get(name);
        Partition before = known == null ? null : known.partition(partition);
        if (known != null && before != null && leaderEpoch > before.leaderEpoch()) {
            var partitions = new ArrayList<>(known.partitions());
            partitions.set(partition, new Partition(partition, leader, leaderEpoch, Errors.NONE));
            topics.put(name, new Topic(name, known.id(), upstream, known.internal(), partitions));
        }
    }

    private void take(MetadataResponseTopic told) {
        if (told.errorCode() != Errors.NONE.code()
                || told.topicId().equals(Uuid.ZERO_UUID)
                || retired.contains(told.topicId())) {
            return;
        }
        Topic known = topics.get(told.name());
        if (known != null && !known.id().equals(told.topicId())) {
            return;
        }
        Topic merged = new Topic(
                told.name(),
                told.topicId(),
                upstream,
                told.isInternal(),
                merge(known == null ? List.of() : known.partitions(), told.partitions()));
        if (!merged.equals(known)) {
            topics.put(merged.name(), merged);
        }
    }

    private static List<Partition> merge(List<Partition> known, List<MetadataResponsePartition> told) {
        // numbered without gaps, so an index beyond is nonsense
        int count = Math.max(known.size(), told.size());
        Map<Integer, Partition> merged = new HashMap<>();
        for (MetadataResponsePartition one : told) {
            int index = one.partitionIndex();
            boolean news = index >= known.size()
                    || (index >= 0 && one.leaderEpoch() >= known.get(index).leaderEpoch());
            if (news && index < count) {
                merged.put(
                        index,
                        new Partition(index, one.leaderId(), one.leaderEpoch(), Errors.forCode(one.errorCode())));
            }
        }
        List<Partition> all = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            Partition before =
                    index < known.size() ? known.get(index) : new Partition(index, -1, -1, Errors.LEADER_NOT_AVAILABLE);
            all.add(merged.getOrDefault(index, before));
        }
        return all;
    }

    private void retire(Uuid id) {
        retired.add(id);
        if (retired.size() > RETIRED_MAX) {
            retired.remove(retired.iterator().next());
        }
    }
}
