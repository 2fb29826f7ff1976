package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.log.LogStore;
import dev.weir.dataplane.kafka.log.TopicSettings;
import dev.weir.dataplane.kafka.upstream.ApiVersionRanges;
import dev.weir.dataplane.kafka.upstream.CachedPartition;
import dev.weir.dataplane.kafka.upstream.Partition;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.UpstreamStatus;
import dev.weir.dataplane.kafka.upstream.connection.BrokerConnections;
import dev.weir.dataplane.kafka.upstream.connection.ControlCalls;
import dev.weir.dataplane.kafka.upstream.connection.NetworkThread;
import dev.weir.dataplane.kafka.upstream.connection.ReceiveBuffers;
import dev.weir.dataplane.kafka.upstream.follow.Assignment;
import dev.weir.dataplane.kafka.upstream.follow.FollowListener;
import dev.weir.dataplane.kafka.upstream.follow.FollowMeters;
import dev.weir.dataplane.kafka.upstream.follow.Follower;
import dev.weir.dataplane.kafka.upstream.follow.FollowerResources;
import dev.weir.dataplane.logging.LogKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One upstream: its connections, what it has, what is followed of it. */
final class UpstreamCluster implements ClusterMetadata.Listener, FollowListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(UpstreamCluster.class);

    /** Responses of all brokers together, out of what a JVM allows direct buffers unless it is told otherwise. */
    private static final long RESPONSE_BYTES_MAX =
            Math.clamp(Runtime.getRuntime().maxMemory() / 2, 32L << 20, 256L << 20);

    private final Interests interests;
    private final LogStore store;
    private final Executor writers;
    private final Runnable onChange;
    private final NetworkThread thread;
    private final BrokerConnections connections;
    private final ConnectionWatch watch;
    private final FollowMeters followMeters;
    private final RelayMeters relayMeters;
    private final KnownTopics topics;
    private final ClusterMetadata metadata;
    private final TopicConfigs configs;
    private final Follower follower;
    private final ClusterRelay relay;
    /** Not yet handed to the store; written by the network thread, taken by the writers. */
    private final Map<String, TopicSettings> latestSettings = new ConcurrentHashMap<>();

    private boolean replanPending;

    private volatile ClusterSettings settings;
    private volatile View view;
    private volatile Set<TopicPartition> wanted = Set.of();

    /**
     * What is seen of it from outside.
     *
     * @param heard whether its topics were listed since this process started
     */
    record View(
            String clusterId, Map<String, Topic> topics, List<Node> nodes, ApiVersionRanges versions, boolean heard) {}

    /** What all clusters of a binding share. */
    record Shared(
            LogStore store,
            Executor writers,
            Time time,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry meters,
            Runnable onChange) {}

    UpstreamCluster(
            ClusterSettings settings,
            ChannelBuilder channelBuilder,
            Interests interests,
            Remembered.Cluster remembered,
            Shared shared) {
        this.settings = settings;
        this.interests = interests;
        this.store = shared.store;
        this.writers = shared.writers;
        this.onChange = shared.onChange;
        this.thread = new NetworkThread("weir-upstream-" + settings.name(), shared.time);
        var memory =
                new ReceiveBuffers(RESPONSE_BYTES_MAX, 4L * settings.fetch().bytesMax());
        this.watch = new ConnectionWatch(settings.name(), memory, shared.clock, shared.meters);
        this.connections = new BrokerConnections(
                thread, settings.connections(), channelBuilder, memory, shared.time, shared.random, watch);
        var calls = new ControlCalls(connections, thread, settings.connections().clientId(), settings.requestTimeout());
        this.topics = new KnownTopics(settings.name(), remembered.topicsOf(settings.name()));
        topics.retain(interests::belongs);
        this.followMeters = new FollowMeters(shared.meters, settings.name(), settings.partitionMetrics());
        this.relayMeters = new RelayMeters(shared.meters, settings.name());
        this.view = new View(
                remembered.clusterId(), Map.copyOf(topics.topics()), remembered.nodes(), remembered.versions(), false);
        this.follower = new Follower(
                new FollowerResources(
                        thread, connections, calls, store, writers, shared.clock, shared.random, followMeters),
                settings.fetch(),
                this);
        this.configs = new TopicConfigs(thread, calls, settings.metadata().settingsInterval(), this::settingsChanged);
        this.metadata = new ClusterMetadata(
                thread,
                connections,
                calls,
                settings.metadata(),
                shared.random,
                topics,
                interests::belongs,
                BootstrapNodes.of(settings.upstream().bootstrapServers()),
                remembered.nodes(),
                this);
        this.relay = new ClusterRelay(
                thread,
                connections,
                calls,
                metadata,
                topics,
                settings.connections().sharedConnections(),
                relayMeters);
        watch.onConnect(this::publish);
        thread.execute(this::replan);
        thread.start(connections);
    }

    ClusterSettings settings() {
        return settings;
    }

    View view() {
        return view;
    }

    UpstreamStatus status() {
        return watch.status();
    }

    Follower follower() {
        return follower;
    }

    ClusterRelay relay() {
        return relay;
    }

    /** Whether the partition is to be followed, or is being prepared to be. */
    boolean wants(TopicPartition partition) {
        return wanted.contains(partition);
    }

    Collection<CachedPartition> partitions() {
        return follower.partitions();
    }

    /** What the binding wants has changed. */
    void interestsChanged() {
        thread.execute(() -> {
            metadata.belongs(interests::belongs);
            for (Topic topic : topics.topics().values()) {
                TopicSettings own = configs.of(topic.name());
                if (own != null) {
                    configure(topic.name(), own);
                }
            }
            replanSoon();
            publish();
        });
    }

    /** Goes on with settings that are alike, and with another channel builder where one is given. Any thread. */
    synchronized void change(ClusterSettings newer, @Nullable ChannelBuilder channelBuilder) {
        settings = newer;
        thread.execute(() -> {
            metadata.bootstrap(BootstrapNodes.of(newer.upstream().bootstrapServers()));
            if (channelBuilder != null) {
                connections.replaceChannelBuilder(channelBuilder);
            }
        });
    }

    /** The secrets behind the settings have changed, unless the settings themselves have meanwhile. Any thread. */
    synchronized void secretsChanged(ClusterSettings of, ClusterSettings newer, ChannelBuilder channelBuilder) {
        if (settings.equals(of)) {
            change(newer, channelBuilder);
        } else {
            channelBuilder.close();
        }
    }

    /** Why changed secrets are not used, or null. Any thread. */
    void secretsProblem(@Nullable String problem) {
        watch.secrets(problem);
    }

    Remembered.Cluster remembered() {
        View now = view;
        return Remembered.Cluster.of(now.clusterId, now.nodes, now.topics.values(), now.versions);
    }

    /** Asks for topics by name; done is called on the network thread. */
    void ask(Set<String> names, boolean allowAutoCreation, Runnable done) {
        thread.execute(() -> metadata.ask(names, allowAutoCreation, done));
    }

    void demanded() {
        thread.execute(this::replanSoon);
    }

    @Override
    public void changed(Collection<Topic> gone) {
        if (gone.isEmpty()) {
            replanSoon();
        } else {
            gone.forEach(topic -> configs.forget(topic.name()));
            replan();
            follower.delete(partitionsNoLongerWanted(gone));
        }
        publish();
    }

    private List<TopicPartition> partitionsNoLongerWanted(Collection<Topic> gone) {
        var partitions = new ArrayList<TopicPartition>();
        for (Topic topic : gone) {
            for (Partition partition : topic.partitions()) {
                var name = new TopicPartition(topic.name(), partition.index());
                if (!wanted.contains(name)) {
                    partitions.add(name);
                }
            }
        }
        return partitions;
    }

    @Override
    public void reached() {
        watch.reached(metadata.nodes());
    }

    @Override
    public void failed(String reason, int failuresInARow) {
        watch.away(reason, failuresInARow);
    }

    @Override
    public void suspect(String topic) {
        metadata.suspect();
    }

    /** A partition can be read, or cannot any more. */
    @Override
    public void changed() {
        onChange.run();
    }

    private void replanSoon() {
        if (!replanPending) {
            replanPending = true;
            thread.execute(() -> {
                replanPending = false;
                replan();
            });
        }
    }

    private void replan() {
        Map<TopicPartition, Assignment> assignments = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (Topic topic : topics.topics().values()) {
            if (interests.follows(topic)) {
                names.add(topic.name());
                assign(topic, assignments);
            }
        }
        configs.need(names);
        wanted = Set.copyOf(assignments.keySet());
        follower.follow(assignments);
    }

    private void assign(Topic topic, Map<TopicPartition, Assignment> assignments) {
        TopicSettings own = configs.of(topic.name());
        for (Partition partition : topic.partitions()) {
            var name = new TopicPartition(topic.name(), partition.index());
            if (interests.owns(name)) {
                assignments.put(
                        name,
                        new Assignment(
                                new TopicIdPartition(topic.id(), name),
                                partition.leader(),
                                partition.leaderEpoch(),
                                interests.fromEarliest(topic.name()),
                                own == null ? null : interests.adjusted(topic.name(), own)));
            }
        }
    }

    private void settingsChanged(String topic, TopicSettings own) {
        configure(topic, own);
        replanSoon();
    }

    private void configure(String topic, TopicSettings own) {
        if (isHeld(topic)) {
            latestSettings.put(topic, interests.adjusted(topic, own));
            writers.execute(() -> useLatestSettings(topic));
        }
    }

    private boolean isHeld(String topic) {
        Topic known = topics.topic(topic);
        return known != null
                && known.partitions().stream()
                        .anyMatch(one -> store.get(new TopicPartition(topic, one.index())) != null);
    }

    private void useLatestSettings(String topic) {
        TopicSettings latest = latestSettings.remove(topic);
        if (latest != null) {
            try {
                store.configure(topic, latest);
            } catch (IOException e) {
                log.atWarn()
                        .addKeyValue(LogKey.TOPIC, topic)
                        .addKeyValue(LogKey.REASON, e.getMessage())
                        .log("A topic's settings could not be kept; its former ones hold");
            }
        }
    }

    private void publish() {
        watch.brokersConnected(connections.connected());
        View before = view;
        ApiVersionRanges versions = VersionRanges.common(connections.versions());
        boolean heard = before.heard || !metadata.clusterId().isEmpty();
        View next = new View(
                metadata.clusterId().isEmpty() ? before.clusterId : metadata.clusterId(),
                Map.copyOf(topics.topics()),
                metadata.nodes(),
                versions.equals(ApiVersionRanges.UNKNOWN) ? before.versions : versions,
                heard);
        if (!next.equals(before)) {
            view = next;
            onChange.run();
        }
    }

    @Override
    public void close() {
        thread.close();
        watch.close();
        followMeters.close();
        relayMeters.close();
    }
}
