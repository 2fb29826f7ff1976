package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.api.KafkaCacheBindingSpec;
import dev.weir.dataplane.kafka.log.LogListener;
import dev.weir.dataplane.kafka.log.PartitionLog;
import dev.weir.dataplane.kafka.upstream.CachedPartition;
import dev.weir.dataplane.kafka.upstream.Relay;
import dev.weir.dataplane.kafka.upstream.Topology;
import dev.weir.dataplane.kafka.upstream.UpstreamStatus;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.upstream.cluster.PreparedUpstreams.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka clusters of one binding, as its document names them. {@link #prepare} makes ready for a document and for
 * each of its changes; nothing is connected to before the first commit.
 */
public final class KafkaUpstreams implements Upstreams {
    private static final long REFRESH_MILLIS_MAX = 6_000;
    private static final long WRITERS_END_MILLIS_MAX = 30_000;

    private final UpstreamsContext context;
    private final Remembered remembered;
    private final Demands demands;
    private final Relay relay = new UpstreamsRelay(name -> clusters().get(name));
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService writers = Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            Thread.ofPlatform().daemon().name("weir-follow-", 0).factory());
    private final Housekeeping housekeeping;
    private final Object merging = new Object();

    private volatile Plan plan = Plan.NOTHING;
    private volatile Map<String, UpstreamCluster> clusters = Map.of();
    private volatile Topology topology = Topology.EMPTY;

    private KafkaUpstreams(UpstreamsContext context) {
        this.context = context;
        var file = new RememberedFile(context.folder());
        this.remembered = file.read();
        this.demands = new Demands(remembered.demanded());
        this.housekeeping = new Housekeeping(context, file);
    }

    public static KafkaUpstreams open(UpstreamsContext context) {
        var upstreams = new KafkaUpstreams(context);
        context.store().addListener(new LogListener() {
            @Override
            public void truncated(PartitionLog log) {
                upstreams.clusters().values().forEach(one -> one.follower().truncated(log.topicPartition()));
            }
        });
        upstreams.housekeeping.start(upstreams);
        return upstreams;
    }

    /** Reads secrets, and so may block for a moment. One at a time. */
    public Change prepare(KafkaCacheBindingSpec spec) {
        return PreparedUpstreams.prepare(spec, clusters, context.secrets(), context.time(), this::commit);
    }

    private void commit(Plan next, List<Wanted> wanted) {
        Map<String, UpstreamCluster> before = clusters;
        Map<String, UpstreamCluster> staying = new HashMap<>();
        for (Wanted one : wanted) {
            UpstreamCluster present = before.get(one.settings().name());
            if (present != null && present.settings().isLike(one.settings())) {
                present.change(one.settings(), one.channelBuilder());
                staying.put(one.settings().name(), present);
            }
        }
        plan = next;
        // those that go let go of their partitions before others take them
        before.values().stream()
                .filter(cluster -> !staying.containsValue(cluster))
                .forEach(UpstreamCluster::close);
        Map<String, UpstreamCluster> after = new LinkedHashMap<>();
        for (Wanted one : wanted) {
            String name = one.settings().name();
            UpstreamCluster stays = staying.get(name);
            after.put(name, stays != null ? stays : create(one, before.get(name)));
        }
        clusters = Collections.unmodifiableMap(after);
        after.values().forEach(UpstreamCluster::interestsChanged);
        changed();
    }

    private UpstreamCluster create(Wanted wanted, @Nullable UpstreamCluster former) {
        String name = wanted.settings().name();
        Remembered.Cluster known = former != null
                ? former.remembered()
                : remembered.upstreams().getOrDefault(name, Remembered.Cluster.NOTHING);
        return new UpstreamCluster(
                wanted.settings(),
                Objects.requireNonNull(wanted.channelBuilder()),
                new BindingInterests(name, () -> plan, demands, context.ownership()),
                known,
                new UpstreamCluster.Shared(
                        context.store(),
                        writers,
                        context.time(),
                        context.clock(),
                        new SplittableRandom(),
                        context.meters(),
                        this::changed));
    }

    /** A cluster has news. Any thread. */
    private void changed() {
        synchronized (merging) {
            Topology before = topology;
            Topology now = TopologyMerge.merge(before, plan.routes(), clusters.values());
            topology = now;
            demands.forgetGone(before, now);
        }
        housekeeping.rememberSoon();
        listeners.forEach(Runnable::run);
    }

    /** Settings of a Kafka client, secrets and all, of an upstream of that name; null where there is none. */
    public @Nullable Map<String, Object> client(String upstream) {
        UpstreamCluster cluster = clusters.get(upstream);
        return cluster == null ? null : cluster.settings().kafkaClient();
    }

    Map<String, UpstreamCluster> clusters() {
        return clusters;
    }

    Routes routes() {
        return plan.routes();
    }

    Remembered toRemember() {
        Map<String, Remembered.Cluster> all = new LinkedHashMap<>();
        clusters.forEach((name, cluster) -> all.put(name, cluster.remembered()));
        return new Remembered(all, demands.existing(topology));
    }

    @Override
    public Topology topology() {
        return topology;
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public CompletableFuture<Topology> refresh(Set<String> topics, boolean allowAutoCreation) {
        Map<UpstreamCluster, Set<String>> byCluster = new HashMap<>();
        for (String topic : topics) {
            UpstreamCluster cluster = clusterOf(topic);
            if (cluster != null) {
                byCluster.computeIfAbsent(cluster, any -> new HashSet<>()).add(topic);
            }
        }
        List<CompletableFuture<?>> answers = new ArrayList<>();
        byCluster.forEach((cluster, names) -> {
            var answer = new CompletableFuture<Void>();
            cluster.ask(names, allowAutoCreation, () -> answer.complete(null));
            answers.add(answer);
        });
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, REFRESH_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .thenApply(nothing -> topology);
    }

    private @Nullable UpstreamCluster clusterOf(String topic) {
        String name = plan.routes().upstreamOf(topic);
        return name == null ? null : clusters.get(name);
    }

    @Override
    public @Nullable CachedPartition partition(TopicPartition partition) {
        UpstreamCluster cluster = clusterOf(partition.topic());
        return cluster == null ? null : cluster.follower().partition(partition);
    }

    @Override
    public Collection<CachedPartition> partitions() {
        return clusters.values().stream()
                .flatMap(cluster -> cluster.follower().partitions().stream())
                .toList();
    }

    @Override
    public void demand(String topic) {
        if (demands.add(topic)) {
            UpstreamCluster cluster = clusterOf(topic);
            if (cluster != null) {
                cluster.demanded();
            }
            housekeeping.rememberSoon();
        }
    }

    @Override
    public void ownershipChanged() {
        clusters.values().forEach(UpstreamCluster::demanded);
    }

    @Override
    public Relay relay() {
        return relay;
    }

    @Override
    public Collection<String> names() {
        return clusters.keySet();
    }

    @Override
    public String home() {
        String exit = plan.routes().exit();
        return exit != null ? exit : clusters.keySet().stream().findFirst().orElse("");
    }

    @Override
    public @Nullable String upstreamOf(String topic) {
        return plan.routes().upstreamOf(topic);
    }

    @Override
    public List<UpstreamStatus> status() {
        return clusters.values().stream().map(UpstreamCluster::status).toList();
    }

    /** Ends connections, and waits for what is being written. The store is closed after this. */
    @Override
    public void close() {
        housekeeping.close(this);
        clusters.values().forEach(UpstreamCluster::close);
        writers.shutdown();
        try {
            if (!writers.awaitTermination(WRITERS_END_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                writers.shutdownNow();
            }
        } catch (InterruptedException e) {
            writers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
