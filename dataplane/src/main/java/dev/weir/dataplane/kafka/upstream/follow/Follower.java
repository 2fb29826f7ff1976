package dev.weir.dataplane.kafka.upstream.follow;

import dev.weir.dataplane.kafka.log.PartitionLog;
import dev.weir.dataplane.kafka.upstream.CachedPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Follows a set of partitions of one upstream. On the network thread, but for {@link #partition}, {@link #partitions}
 * and {@link #truncated}.
 */
public final class Follower {
    private final FollowerResources resources;
    private final FollowListener listener;
    private final Fetching fetching;
    private final Beginnings beginnings;
    private final Map<TopicPartition, FollowedPartition> followed = new ConcurrentHashMap<>();
    /** Stopped, but still being written to or deleted; whether to delete. */
    private final Map<TopicPartition, Boolean> ending = new HashMap<>();

    private Map<TopicPartition, Assignment> wanted = Map.of();

    public Follower(FollowerResources resources, FetchSettings settings, FollowListener listener) {
        this.resources = resources;
        this.listener = listener;
        this.fetching = new Fetching(resources, settings, listener, this::ended);
        this.beginnings = new Beginnings(resources, settings, listener, begun -> adopt(begun.id(), begun.log()));
    }

    /** Followed and readable, or null. Any thread. */
    public @Nullable CachedPartition partition(TopicPartition partition) {
        return followed.get(partition);
    }

    /** Any thread. */
    public Collection<CachedPartition> partitions() {
        return List.copyOf(followed.values());
    }

    /** Follows these from now on, and no others. The logs of those left out stay as they are. */
    public void follow(Map<TopicPartition, Assignment> assignments) {
        wanted = Map.copyOf(assignments);
        for (FollowedPartition present : List.copyOf(followed.values())) {
            Assignment still = wanted.get(present.topicPartition());
            if (still == null) {
                stop(present, false);
            } else if (!still.id().equals(present.id())) {
                stop(present, true);
            }
        }
        beginnings.retain(wanted.keySet());
        wanted.values().forEach(this::follow);
        fetching.dropIdleFetchers();
    }

    private void follow(Assignment assignment) {
        TopicPartition name = assignment.id().topicPartition();
        FollowedPartition present = followed.get(name);
        if (present != null) {
            if (present.assign(assignment.leader(), assignment.leaderEpoch())) {
                fetching.resume(present);
                fetching.place(present);
            }
        } else if (!ending.containsKey(name)) {
            begin(assignment);
        }
    }

    private void begin(Assignment assignment) {
        PartitionLog existing = resources.store().get(assignment.id().topicPartition());
        if (existing != null && existing.topicId().equals(assignment.id().topicId())) {
            adopt(assignment.id(), existing);
        } else {
            beginnings.add(assignment);
        }
    }

    private void adopt(TopicIdPartition id, PartitionLog log) {
        var partition = new FollowedPartition(id, log, this::wake);
        followed.put(id.topicPartition(), partition);
        resources.meters().add(partition);
        Assignment assignment = wanted.get(id.topicPartition());
        if (assignment != null) {
            partition.assign(assignment.leader(), assignment.leaderEpoch());
        }
        fetching.place(partition);
        listener.changed();
    }

    /** The topic is gone upstream, and goes here: these are its partitions. */
    public void delete(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            beginnings.remove(partition);
            FollowedPartition present = followed.get(partition);
            if (present != null) {
                stop(present, true);
            } else if (ending.put(partition, true) == null) {
                deleteLog(partition);
            }
        }
    }

    private void stop(FollowedPartition partition, boolean delete) {
        partition.stop();
        fetching.withdraw(partition);
        followed.remove(partition.topicPartition());
        resources.meters().remove(partition);
        ending.put(partition.topicPartition(), delete);
        listener.changed();
        fetching.settle(partition);
    }

    private void ended(FollowedPartition partition) {
        TopicPartition name = partition.topicPartition();
        Boolean delete = ending.get(name);
        if (delete == null) {
            return;
        }
        if (delete) {
            deleteLog(name);
        } else {
            over(name);
        }
    }

    private void deleteLog(TopicPartition partition) {
        resources.writers().execute(() -> {
            try {
                resources.store().delete(partition);
            } finally {
                resources.thread().execute(() -> over(partition));
            }
        });
    }

    /** It may be wanted again meanwhile, as a topic of the same name perhaps. */
    private void over(TopicPartition partition) {
        ending.remove(partition);
        Assignment again = wanted.get(partition);
        if (again != null && !followed.containsKey(partition)) {
            begin(again);
        }
    }

    private void wake(FollowedPartition partition) {
        resources.thread().execute(() -> fetching.resume(partition));
    }

    /** Its log was cut back by somebody else. Any thread. */
    public void truncated(TopicPartition name) {
        resources.thread().execute(() -> {
            FollowedPartition partition = followed.get(name);
            if (partition != null) {
                fetching.outOfSync(partition);
            }
        });
    }
}
