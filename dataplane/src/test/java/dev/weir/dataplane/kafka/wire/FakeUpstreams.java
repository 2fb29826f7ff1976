package dev.weir.dataplane.kafka.wire;

import dev.weir.dataplane.kafka.log.LogStore;
import dev.weir.dataplane.kafka.log.PartitionLog;
import dev.weir.dataplane.kafka.log.TopicSettings;
import dev.weir.dataplane.kafka.upstream.CachedPartition;
import dev.weir.dataplane.kafka.upstream.Partition;
import dev.weir.dataplane.kafka.upstream.Relay;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Topology;
import dev.weir.dataplane.kafka.upstream.UpstreamStatus;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/** Upstream clusters as the front sees them, played by a test, in front of real logs. */
public final class FakeUpstreams implements Upstreams {
    public static final String NAME = "main";
    public static final String CLUSTER_ID = "fake-cluster";
    private static final int EPOCH = 3;

    private final LogStore store;
    private final FakeRelay relay;
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Copy> copies = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, Runnable> appearing = new ConcurrentHashMap<>();
    public final Set<String> demanded = ConcurrentHashMap.newKeySet();

    public FakeUpstreams(LogStore store, FakeRelay relay) {
        this.store = store;
        this.relay = relay;
    }

    /** A partition that is followed, with what upstream is said to have. */
    public static final class Copy implements CachedPartition {
        private final PartitionLog log;
        private volatile UpstreamView view;
        private volatile boolean warm = true;
        public volatile int wakes;

        Copy(PartitionLog log) {
            this.log = log;
            this.view = new UpstreamView(-1, -1, EPOCH, 0);
        }

        public void view(long start, long end) {
            view = new UpstreamView(start, end, EPOCH, 1);
        }

        public void warm(boolean isWarm) {
            warm = isWarm;
        }

        /** As the follower does with what upstream sent. */
        public void append(MemoryRecords records) {
            try {
                log.append(records, Integer.MAX_VALUE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            UpstreamView before = view;
            view(
                    before.startOffset() < 0 ? log.startOffset() : before.startOffset(),
                    Math.max(before.endOffset(), log.endOffset()));
            log.commit(log.endOffset());
        }

        @Override
        public TopicPartition topicPartition() {
            return log.topicPartition();
        }

        @Override
        public Uuid topicId() {
            return log.topicId();
        }

        @Override
        public PartitionLog log() {
            return log;
        }

        @Override
        public UpstreamView upstream() {
            return view;
        }

        @Override
        public boolean warm() {
            return warm;
        }

        @Override
        public String trouble() {
            return "";
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time
        public void wake() {
            wakes++;
        }
    }

    public Topic addTopic(String name, int partitions) {
        return addTopic(name, partitions, 1);
    }

    /** Partition i is led upstream by node 1 + i modulo the number of nodes. */
    public Topic addTopic(String name, int partitions, int nodes) {
        var topic = new Topic(
                name,
                Uuid.randomUuid(),
                NAME,
                false,
                IntStream.range(0, partitions)
                        .mapToObj(index -> new Partition(index, 1 + index % nodes, EPOCH, Errors.NONE))
                        .toList());
        topics.put(name, topic);
        changed();
        return topic;
    }

    /** The topic exists upstream, and is found when somebody asks for it. */
    public void whenAsked(String name, Runnable appears) {
        appearing.put(name, appears);
    }

    public void epoch(String name, int epoch) {
        topics.computeIfPresent(
                name,
                (key, topic) -> new Topic(
                        name,
                        topic.id(),
                        topic.upstream(),
                        topic.internal(),
                        topic.partitions().stream()
                                .map(old -> new Partition(old.index(), old.leader(), epoch, old.error()))
                                .toList()));
    }

    /** A further partition of a topic, and its copy. */
    public Copy addPartition(String name) {
        Topic known = topics.get(name);
        if (known == null) {
            throw new IllegalArgumentException("no topic " + name);
        }
        var partitions = new ArrayList<>(known.partitions());
        partitions.add(new Partition(partitions.size(), 1, EPOCH, Errors.NONE));
        topics.put(name, new Topic(name, known.id(), known.upstream(), known.internal(), partitions));
        return follow(name, partitions.size() - 1);
    }

    public Copy follow(String topic, int partition) {
        return follow(topic, partition, 0);
    }

    public Copy follow(String topic, int partition, long startOffset) {
        return follow(topic, partition, startOffset, Map.of());
    }

    /** With settings of the topic, by their names. */
    public Copy follow(String topic, int partition, long startOffset, Map<String, String> settings) {
        var name = new TopicPartition(topic, partition);
        Topic known = topics.get(topic);
        if (known == null) {
            throw new IllegalArgumentException("no topic " + topic);
        }
        try {
            var copy = new Copy(store.create(name, known.id(), TopicSettings.of(settings), startOffset));
            copies.put(name, copy);
            changed();
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void delete(String topic) {
        topics.remove(topic);
        copies.keySet().removeIf(name -> name.topic().equals(topic));
        changed();
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public Topology topology() {
        Map<Uuid, Topic> byId = new HashMap<>();
        topics.values().forEach(topic -> byId.put(topic.id(), topic));
        return new Topology(CLUSTER_ID, 1, topics, byId);
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public CompletableFuture<Topology> refresh(Set<String> names, boolean allowAutoCreation) {
        new ArrayList<>(names).forEach(name -> {
            Runnable appears = appearing.remove(name);
            if (appears != null) {
                appears.run();
            }
        });
        return CompletableFuture.supplyAsync(this::topology);
    }

    @Override
    public @Nullable CachedPartition partition(TopicPartition partition) {
        return copies.get(partition);
    }

    @Override
    public void demand(String topic) {
        demanded.add(topic);
    }

    @Override
    public void ownershipChanged() {}

    @Override
    public Relay relay() {
        return relay;
    }

    @Override
    public Collection<CachedPartition> partitions() {
        return List.copyOf(copies.values());
    }

    @Override
    public Collection<String> names() {
        return List.of(NAME);
    }

    @Override
    public String home() {
        return NAME;
    }

    /** Topics that begin with "elsewhere" have no route. */
    @Override
    public @Nullable String upstreamOf(String topic) {
        return topic.startsWith("elsewhere") ? null : NAME;
    }

    @Override
    public List<UpstreamStatus> status() {
        return List.of();
    }

    @Override
    public void close() {}
}
