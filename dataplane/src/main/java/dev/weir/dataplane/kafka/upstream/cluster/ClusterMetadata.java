package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.connection.BrokerConnections;
import dev.weir.dataplane.kafka.upstream.connection.ControlCalls;
import dev.weir.dataplane.kafka.upstream.connection.Failure;
import dev.weir.dataplane.kafka.upstream.connection.MessageCall;
import dev.weir.dataplane.kafka.upstream.connection.NetworkThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/**
 * Asks a cluster which brokers and topics it has: regularly, soon when something is amiss, at once when somebody asks
 * for topics by name. On the network thread.
 */
final class ClusterMetadata {
    /** The first with topic ids (Kafka 2.8). */
    private static final int VERSION_MIN = 10;

    private final NetworkThread thread;
    private final BrokerConnections connections;
    private final ControlCalls calls;
    private final MetadataSettings settings;
    private final RandomGenerator random;
    private final KnownTopics known;
    private final Listener listener;
    private final TopicQuestions questions;
    private final TopicQuestions creations;

    private Predicate<String> belongs;
    private List<Node> bootstrap;
    private List<Node> nodes;
    private String clusterId = "";
    private int controller = -1;
    private boolean listing;
    private int failures;
    private int amiss;
    private NetworkThread.@Nullable Timer next;
    private long nextAt;

    interface Listener {
        /** The known topics may have changed; those given exist no longer. */
        void changed(Collection<Topic> gone);

        void reached();

        void failed(String reason, int failuresInARow);
    }

    ClusterMetadata(
            NetworkThread thread,
            BrokerConnections connections,
            ControlCalls calls,
            MetadataSettings settings,
            RandomGenerator random,
            KnownTopics known,
            Predicate<String> belongs,
            List<Node> bootstrap,
            List<Node> remembered,
            Listener listener) {
        this.thread = thread;
        this.connections = connections;
        this.calls = calls;
        this.settings = settings;
        this.random = random;
        this.known = known;
        this.belongs = belongs;
        this.bootstrap = bootstrap;
        this.nodes = remembered;
        this.listener = listener;
        this.questions = new TopicQuestions(this, settings.answerMax(), false);
        this.creations = new TopicQuestions(this, settings.answerMax(), true);
        thread.execute(this::start);
    }

    private void start() {
        useNodes();
        list();
    }

    String clusterId() {
        return clusterId;
    }

    List<Node> nodes() {
        return nodes;
    }

    int controller() {
        return controller;
    }

    NetworkThread thread() {
        return thread;
    }

    void belongs(Predicate<String> rule) {
        belongs = rule;
        known.retain(rule);
        listAfter(Duration.ZERO);
    }

    /** Another way into the cluster, which may be another cluster. */
    void bootstrap(List<Node> servers) {
        if (!servers.equals(bootstrap)) {
            bootstrap = servers;
            nodes = List.of();
            useNodes();
            listAfter(Duration.ZERO);
        }
    }

    private void useNodes() {
        var all = new ArrayList<>(bootstrap);
        all.addAll(nodes);
        connections.brokers(all);
    }

    /** Something does not fit: lists topics soon, the less soon the longer that makes no difference. */
    void suspect() {
        amiss++;
        listAfter(settings.backoff().after(amiss, random));
    }

    /** Asks for topics by name; done is called when there is an answer, or none to be had. */
    void ask(Set<String> names, boolean allowAutoCreation, Runnable done) {
        (allowAutoCreation ? creations : questions).add(names, done, null);
    }

    private void listAfter(Duration delay) {
        long at = thread.now() + delay.toMillis();
        if (next != null) {
            if (nextAt <= at) {
                return;
            }
            next.cancel();
        }
        nextAt = at;
        next = thread.schedule(delay, () -> {
            next = null;
            list();
        });
    }

    private void list() {
        if (listing) {
            return;
        }
        Optional<Node> node = connections.best(any -> true);
        if (node.isEmpty()) {
            listAfter(settings.interval());
            return;
        }
        listing = true;
        calls.ask(
                node.get().id(),
                request(null, false),
                MetadataResponseData.class,
                answer -> listed(node.get(), answer),
                this::notListed);
    }

    static MessageCall.Request request(@Nullable Collection<String> names, boolean allowAutoCreation) {
        List<MetadataRequestTopic> topics = names == null
                ? null
                : names.stream()
                        .map(name -> new MetadataRequestTopic().setName(name))
                        .toList();
        return new MessageCall.Request(
                ApiKeys.METADATA,
                VERSION_MIN,
                ApiKeys.METADATA.latestVersion(),
                version -> new MetadataRequestData().setTopics(topics).setAllowAutoTopicCreation(allowAutoCreation));
    }

    private void listed(Node by, MetadataResponseData answer) {
        listing = false;
        var before = new ArrayList<>(known.topics().values());
        takeCluster(answer);
        if (by.id() < 0 && !nodes.isEmpty()) {
            // it is one of them, and has a connection under its own name from now on
            connections.release(by.id());
        }
        Set<String> questionable = known.listed(answer.topics(), belongs);
        if (!questionable.isEmpty()) {
            questions.add(questionable, () -> {}, by);
        }
        if (!before.equals(List.copyOf(known.topics().values()))) {
            amiss = 0;
        }
        listener.changed(Set.of());
        listAfter(settings.interval());
    }

    private void takeCluster(MetadataResponseData answer) {
        failures = 0;
        clusterId = answer.clusterId() == null ? "" : answer.clusterId();
        controller = answer.controllerId();
        List<Node> told = answer.brokers().stream().map(ClusterMetadata::node).toList();
        if (!told.isEmpty() && !new HashSet<>(told).equals(new HashSet<>(nodes))) {
            nodes = told;
            useNodes();
        }
        listener.reached();
    }

    private static Node node(MetadataResponseBroker broker) {
        return new Node(broker.nodeId(), broker.host(), broker.port(), broker.rack());
    }

    private void notListed(Failure failure) {
        listing = false;
        failed(failure);
        listAfter(settings.backoff().after(failures, random));
    }

    private void failed(Failure failure) {
        failures++;
        String reason = failure.kind() == Failure.Kind.UNSUPPORTED
                ? "the brokers are too old: Kafka 2.8 or newer is needed (" + failure.reason() + ")"
                : failure.reason();
        listener.failed(reason, failures);
    }

    void answered(MetadataResponseData answer) {
        takeCluster(answer);
        List<Topic> gone = known.answered(answer.topics(), belongs);
        listener.changed(gone);
    }

    /** Another broker than the one to avoid, where there is another that can be asked. */
    Optional<Node> nodeToAsk(@Nullable Node avoided) {
        Optional<Node> other = connections.best(node -> node.id() >= 0 && !node.equals(avoided));
        return other.isPresent() ? other : connections.best(any -> true);
    }

    ControlCalls calls() {
        return calls;
    }
}
