package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Lane;
import dev.weir.dataplane.kafka.upstream.Partition;
import dev.weir.dataplane.kafka.upstream.RelayException;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.connection.BrokerConnections;
import dev.weir.dataplane.kafka.upstream.connection.ControlCalls;
import dev.weir.dataplane.kafka.upstream.connection.Failure;
import dev.weir.dataplane.kafka.upstream.connection.NetworkThread;
import dev.weir.dataplane.kafka.upstream.connection.Slot;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.protocol.Errors;

/** Passes requests on to the brokers of one cluster. */
final class ClusterRelay {
    private static final int TRIES_MAX = 3;

    private final NetworkThread thread;
    private final BrokerConnections connections;
    private final ClusterMetadata metadata;
    private final KnownTopics topics;
    private final int sharedConnections;
    private final RelayMeters meters;
    private final Coordinators coordinators;

    ClusterRelay(
            NetworkThread thread,
            BrokerConnections connections,
            ControlCalls calls,
            ClusterMetadata metadata,
            KnownTopics topics,
            int sharedConnections,
            RelayMeters meters) {
        this.thread = thread;
        this.connections = connections;
        this.metadata = metadata;
        this.topics = topics;
        this.sharedConnections = sharedConnections;
        this.meters = meters;
        this.coordinators = new Coordinators(calls);
    }

    /** One request on its way. */
    private final class Passage implements FrameCall.Outcome {
        private final Destination to;
        private final Slot slot;
        private final ByteBuffer frame;
        private final boolean expectsResponse;
        private final long deadline;
        private final RelayMeters.Sample sample;
        private final CompletableFuture<ByteBuffer> result = new CompletableFuture<>();
        private int tries;

        Passage(Destination to, Slot slot, ByteBuffer frame, boolean expectsResponse, long deadline) {
            this.to = to;
            this.slot = slot;
            this.frame = frame;
            this.expectsResponse = expectsResponse;
            this.deadline = deadline;
            this.sample = meters.begin(FrameCall.api(frame));
        }

        void go() {
            switch (to) {
                case Destination.Any any -> toAny();
                case Destination.Controller controller -> toController();
                case Destination.Node node -> toNode(node.id());
                case Destination.LeaderOf of -> toLeader(of);
                case Destination.Coordinator coordinator ->
                    coordinators.find(coordinator, found -> {
                        if (found.error() == Errors.NONE) {
                            toNode(found.node());
                        } else {
                            fail(new RelayException.NotSent(found.error(), found.reason()));
                        }
                    });
            }
        }

        private void toAny() {
            Optional<Node> best = connections.best(node -> node.id() >= 0);
            if (best.isEmpty()) {
                fail(new RelayException.NotSent(Errors.BROKER_NOT_AVAILABLE, "the cluster has not been reached yet"));
            } else {
                toNode(best.get().id());
            }
        }

        private void toController() {
            if (metadata.controller() < 0) {
                toAny();
            } else {
                toNode(metadata.controller());
            }
        }

        private void toLeader(Destination.LeaderOf of) {
            Topic topic = topics.topic(of.partition().topic());
            Partition partition =
                    topic == null ? null : topic.partition(of.partition().partition());
            if (partition == null) {
                fail(new RelayException.NotSent(
                        Errors.UNKNOWN_TOPIC_OR_PARTITION, "upstream has no partition " + of.partition()));
            } else if (partition.leader() < 0) {
                metadata.suspect();
                fail(new RelayException.NotSent(
                        Errors.LEADER_NOT_AVAILABLE, "partition " + of.partition() + " has no leader at present"));
            } else {
                toNode(partition.leader());
            }
        }

        private void toNode(int node) {
            connections.send(node, slot, new FrameCall(frame, expectsResponse, deadline, this));
        }

        @Override
        public void answered(ByteBuffer response) {
            sample.end("ok");
            result.complete(response);
        }

        @Override
        public void sent() {
            sample.end("ok");
            result.complete(ByteBuffer.allocate(0));
        }

        @Override
        public void failed(Failure failure) {
            boolean sent = failure.kind() == Failure.Kind.UNANSWERED;
            boolean anyone = to instanceof Destination.Any || to instanceof Destination.Controller;
            if (!sent && anyone && ++tries < TRIES_MAX && thread.now() < deadline) {
                toAny();
                return;
            }
            if (to instanceof Destination.Coordinator coordinator) {
                coordinators.forget(coordinator);
            }
            metadata.suspect();
            fail(
                    sent
                            ? new RelayException.Unanswered(Errors.NETWORK_EXCEPTION, failure.reason())
                            : new RelayException.NotSent(errorOf(to), failure.reason()));
        }

        private void fail(RelayException cause) {
            sample.end(cause instanceof RelayException.NotSent ? "not_sent" : "unanswered");
            result.completeExceptionally(cause);
        }
    }

    private static Errors errorOf(Destination unreachable) {
        return switch (unreachable) {
            case Destination.LeaderOf leader -> Errors.NOT_LEADER_OR_FOLLOWER;
            case Destination.Coordinator coordinator -> Errors.COORDINATOR_NOT_AVAILABLE;
            default -> Errors.BROKER_NOT_AVAILABLE;
        };
    }

    /** Any thread. */
    CompletableFuture<ByteBuffer> send(
            Destination to, Lane lane, ByteBuffer frame, boolean expectsResponse, Duration timeout) {
        Slot slot = switch (lane) {
            case Lane.Shared shared -> Slot.shared(shared.client(), sharedConnections);
            case Lane.Exclusive exclusive -> Slot.EXCLUSIVE;
        };
        long deadline = thread.now() + timeout.toMillis();
        var passage = new Passage(to, slot, frame, expectsResponse, deadline);
        thread.execute(passage::go);
        return passage.result;
    }

    /** Any thread. */
    void forget(Destination.Coordinator coordinator) {
        thread.execute(() -> coordinators.forget(coordinator));
    }
}
