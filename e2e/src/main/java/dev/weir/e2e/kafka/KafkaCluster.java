package dev.weir.e2e.kafka;

import dev.weir.e2e.host.TempFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * A running Kafka cluster on this machine, on loopback unless told otherwise; closing it leaves no process and, unless
 * it was given a folder, no file.
 */
public final class KafkaCluster implements AutoCloseable {
    private static final Duration LEADER_POLL = Duration.ofMillis(10);

    private final ClusterSettings settings;
    private final Path folder;
    private final @Nullable TempFolder temp;
    private final List<KafkaBroker> nodes = new ArrayList<>();
    private @Nullable Admin admin;

    private KafkaCluster(ClusterSettings settings, Path folder, @Nullable TempFolder temp) {
        this.settings = settings;
        this.folder = folder;
        this.temp = temp;
    }

    /** One broker on a free port. */
    public static KafkaCluster start() {
        return start(ClusterSettings.brokers(1));
    }

    /** Starts the cluster; returns when every broker serves. */
    public static KafkaCluster start(ClusterSettings settings) {
        if (settings.folder() != null) {
            return launched(new KafkaCluster(settings, settings.folder(), null));
        }
        var temp = TempFolder.create("weir-kafka-");
        return launched(new KafkaCluster(settings, temp.path(), temp));
    }

    private static KafkaCluster launched(KafkaCluster cluster) {
        try {
            cluster.launch();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    public String bootstrapServers() {
        return bootstrapServers(Node.PLAIN);
    }

    /** The addresses of one of the listeners that the settings added. */
    public String bootstrapServers(String listener) {
        return brokers().stream().map(broker -> broker.address(listener)).collect(Collectors.joining(","));
    }

    public List<KafkaBroker> brokers() {
        return nodes.stream().filter(node -> node.id() != Node.CONTROLLER_ID).toList();
    }

    /** The broker with this number; the first is 1. */
    public KafkaBroker broker(int id) {
        return brokers().get(id - 1);
    }

    /** An admin client for as long as the cluster lives. */
    public Admin admin() {
        if (admin == null) {
            admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
        }
        return admin;
    }

    /** The names of the topics that there are. */
    public Set<String> topics() {
        try {
            return admin().listTopics().names().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot list the topics", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Creates a topic with as many replicas as there are brokers, three at most; returns when it has leaders. */
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        short replicas = (short) Math.min(3, this.settings.brokers());
        createTopic(new NewTopic(name, partitions, replicas).configs(settings));
    }

    public void createTopic(NewTopic topic) {
        try {
            admin().createTopics(List.of(topic)).all().get();
            while (!hasLeaders(topic.name())) {
                Thread.sleep(LEADER_POLL);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot create topic " + topic.name(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Stops in order, brokers before their controller, what keeps its data; kills what is thrown away. */
    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
        if (temp == null) {
            nodes.reversed().forEach(KafkaBroker::stopIfRunning);
        } else {
            BrokerJvm.leaveArchive(brokers());
            nodes.forEach(KafkaBroker::kill);
            temp.close();
        }
    }

    private void launch() {
        List<Node> plan = plan();
        Node controller = plan.getFirst();
        String clusterId = clusterId(folder);
        for (Node node : plan) {
            var nodeFolder = new NodeFolder(folder.resolve(node.name()));
            var properties = ServerProperties.of(node, controller, settings, nodeFolder.data());
            nodes.add(KafkaBroker.launch(node, nodeFolder, settings, clusterId, properties));
        }
        nodes.forEach(KafkaBroker::awaitServing);
    }

    /** The node with the controller comes first. */
    private List<Node> plan() {
        if (settings.brokers() == 1) {
            return List.of(Node.brokerAndController(1, settings));
        }
        var plan = new ArrayList<Node>();
        plan.add(Node.controller(settings));
        IntStream.rangeClosed(1, settings.brokers()).forEach(id -> plan.add(Node.broker(id, settings)));
        return plan;
    }

    /** A cluster that is started again on a folder it was given before is the same cluster. */
    private static String clusterId(Path folder) {
        try {
            Path file = folder.resolve("cluster.id");
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                Files.writeString(file, Uuid.randomUuid().toString());
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A leader is named before it leads. An idempotent producer must not meet it in between: when its first batch is
     * refused and its second is not, the first is refused for good.
     */
    private boolean hasLeaders(String topic) throws InterruptedException, ExecutionException {
        try {
            Map<TopicPartition, OffsetSpec> partitions =
                    admin().describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                            .flatMap(description -> description.partitions().stream())
                            .collect(Collectors.toMap(
                                    partition -> new TopicPartition(topic, partition.partition()),
                                    partition -> OffsetSpec.latest()));
            admin().listOffsets(partitions).all().get(); // tries again while there is no leader
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) { // not everybody has heard of it yet
                return false;
            }
            throw e;
        }
    }
}
