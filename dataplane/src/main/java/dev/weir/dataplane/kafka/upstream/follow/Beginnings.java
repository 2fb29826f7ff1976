package dev.weir.dataplane.kafka.upstream.follow;

import dev.weir.dataplane.kafka.log.PartitionLog;
import dev.weir.dataplane.kafka.log.TopicSettings;
import dev.weir.dataplane.kafka.upstream.connection.NetworkThread;
import dev.weir.dataplane.logging.LogKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Partitions that have no log yet: their leaders are asked where to begin, then the logs are made. */
final class Beginnings {
    private static final Logger log = LoggerFactory.getLogger(Beginnings.class);
    private static final int PARTITIONS_PER_REQUEST = 1000;

    private final FollowerResources resources;
    private final FetchSettings settings;
    private final FollowListener listener;
    private final Consumer<Begun> begun;
    private final Map<TopicPartition, Assignment> wanted = new LinkedHashMap<>();
    /** Those whose leader is being asked, or whose log is being made. */
    private final Set<TopicIdPartition> underWay = new HashSet<>();

    private boolean askPending;
    private int failures;
    private NetworkThread.@Nullable Timer retry;

    record Begun(TopicIdPartition id, PartitionLog log) {}

    Beginnings(FollowerResources resources, FetchSettings settings, FollowListener listener, Consumer<Begun> begun) {
        this.resources = resources;
        this.settings = settings;
        this.listener = listener;
        this.begun = begun;
    }

    /** Anew, or with news of its leader. */
    void add(Assignment assignment) {
        Assignment before = wanted.put(assignment.id().topicPartition(), assignment);
        if (!assignment.equals(before)) {
            askSoon();
        }
    }

    void remove(TopicPartition partition) {
        wanted.remove(partition);
    }

    void retain(Set<TopicPartition> partitions) {
        wanted.keySet().retainAll(partitions);
    }

    private void askSoon() {
        if (!askPending) {
            askPending = true;
            resources.thread().execute(this::ask);
        }
    }

    private void ask() {
        askPending = false;
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        Map<Integer, List<Assignment>> byLeader = new TreeMap<>();
        for (Assignment assignment : wanted.values()) {
            boolean known = assignment.leader() >= 0 && assignment.settings() != null;
            if (known && !underWay.contains(assignment.id())) {
                byLeader.computeIfAbsent(assignment.leader(), leader -> new ArrayList<>())
                        .add(assignment);
            }
        }
        byLeader.forEach((leader, all) -> {
            for (int from = 0; from < all.size(); from += PARTITIONS_PER_REQUEST) {
                ask(leader, all.subList(from, Math.min(all.size(), from + PARTITIONS_PER_REQUEST)));
            }
        });
    }

    private void ask(int leader, List<Assignment> assignments) {
        assignments.forEach(asked -> underWay.add(asked.id()));
        var places = assignments.stream()
                .map(asked -> new OffsetQuestion.Place(
                        asked.id().topicPartition(), asked.leaderEpoch(), asked.fromEarliest()))
                .toList();
        resources
                .calls()
                .ask(
                        leader,
                        OffsetQuestion.list(places),
                        ListOffsetsResponseData.class,
                        answer -> answered(assignments, answer),
                        failure -> assignments.forEach(asked -> again(asked, failure.reason())));
    }

    private void answered(List<Assignment> assignments, ListOffsetsResponseData answer) {
        Map<TopicPartition, ListOffsetsPartitionResponse> answers = new HashMap<>();
        for (ListOffsetsTopicResponse topic : answer.topics()) {
            topic.partitions().forEach(one -> answers.put(new TopicPartition(topic.name(), one.partitionIndex()), one));
        }
        for (Assignment asked : assignments) {
            ListOffsetsPartitionResponse one = answers.get(asked.id().topicPartition());
            Errors error = one == null ? Errors.UNKNOWN_SERVER_ERROR : Errors.forCode(one.errorCode());
            if (one == null || error != Errors.NONE || one.offset() < 0) {
                again(asked, error.message());
            } else {
                failures = 0;
                resources.writers().execute(() -> create(asked, one.offset()));
            }
        }
    }

    /** On the writers' executor. */
    private void create(Assignment asked, long offset) {
        TopicPartition partition = asked.id().topicPartition();
        TopicSettings topicSettings = Objects.requireNonNull(asked.settings());
        try {
            PartitionLog existing = resources.store().get(partition);
            if (existing != null && !existing.topicId().equals(asked.id().topicId())) {
                // of an earlier topic of this name, or unreadable
                resources.store().delete(partition);
            }
            PartitionLog made = resources.store().create(partition, asked.id().topicId(), topicSettings, offset);
            resources.thread().execute(() -> made(asked, made));
        } catch (IOException | RuntimeException e) {
            resources.thread().execute(() -> again(asked, "its log cannot be made: " + e.getMessage()));
        }
    }

    private void made(Assignment asked, PartitionLog made) {
        underWay.remove(asked.id());
        Assignment still = wanted.get(asked.id().topicPartition());
        if (still != null && still.id().equals(asked.id())) {
            wanted.remove(asked.id().topicPartition());
            TopicSettings latest = still.settings();
            if (latest != null && !latest.equals(asked.settings())) {
                resources.writers().execute(() -> configure(still.id().topic(), latest));
            }
            begun.accept(new Begun(asked.id(), made));
        }
    }

    /** The settings changed while the log was being made. On the writers' executor. */
    private void configure(String topic, TopicSettings latest) {
        try {
            resources.store().configure(topic, latest);
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue(LogKey.TOPIC, topic)
                    .addKeyValue(LogKey.REASON, e.getMessage())
                    .log("A topic's settings could not be kept; its former ones hold");
        }
    }

    private void again(Assignment asked, String reason) {
        underWay.remove(asked.id());
        listener.suspect(asked.id().topic());
        if (retry == null) {
            if (failures++ == 0) {
                log.atWarn()
                        .addKeyValue(LogKey.TOPIC, asked.id().topic())
                        .addKeyValue(LogKey.PARTITION, asked.id().partition())
                        .addKeyValue(LogKey.REASON, reason)
                        .log("Following cannot begin yet; it is tried again");
            }
            Duration delay = settings.backoff().after(failures, resources.random());
            retry = resources.thread().schedule(delay, this::ask);
        }
    }
}
