package dev.weir.dataplane.kafka.upstream.connection;

import dev.weir.dataplane.kafka.upstream.security.Causes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.NodeApiVersions;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.network.ChannelState;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.LogContext;
import org.jspecify.annotations.Nullable;

/**
 * All connections to one upstream: to the brokers that its metadata names and, before and besides, to the bootstrap
 * addresses. Calls find their way by node id and {@link Slot}.
 */
public final class BrokerConnections implements NetworkThread.Poller {
    private static final Duration SWEEP = Duration.ofMillis(100);

    private final NetworkThread thread;
    private final ConnectionSettings settings;
    private final Listener listener;
    private final RandomGenerator random;
    private final CurrentChannelBuilder channelBuilder;
    private final Metrics metrics;
    private final Selector selector;
    private final Map<String, Connection> open = new HashMap<>();
    private final Set<Connection> settingUp = new HashSet<>();
    private final Map<Integer, Broker> brokers = new TreeMap<>();
    private long made;

    /** Hears how brokers do, on the network thread. */
    public interface Listener {
        void connected(Node broker, NodeApiVersions versions);

        /** It answers again after {@link #failed}. */
        void recovered(Node broker);

        /** It could not be connected to, or was of no use when it was. */
        void failed(Node broker, String reason, int failuresInARow);
    }

    public BrokerConnections(
            NetworkThread thread,
            ConnectionSettings settings,
            ChannelBuilder channelBuilder,
            ReceiveBuffers memory,
            Time time,
            RandomGenerator random,
            Listener listener) {
        this.thread = thread;
        this.settings = settings;
        this.listener = listener;
        this.random = random;
        this.channelBuilder = new CurrentChannelBuilder(channelBuilder);
        this.metrics = new Metrics(time);
        this.selector = new Selector(
                settings.receiveBytesMax(),
                settings.idleMax().toMillis(),
                metrics,
                time,
                "upstream",
                Map.of(),
                false,
                false,
                this.channelBuilder,
                memory,
                new LogContext());
        thread.execute(this::sweep);
    }

    /** The brokers there are. Those not named go: what they were sent is waited for, what waits fails. */
    public void brokers(Collection<Node> nodes) {
        var gone = new HashMap<>(brokers);
        for (Node node : nodes) {
            Broker known = gone.get(node.id());
            if (known != null && known.node().equals(node)) {
                gone.remove(node.id());
            } else {
                brokers.put(node.id(), new Broker(node, this, settings));
            }
        }
        for (Broker left : gone.values()) {
            brokers.remove(left.node().id(), left);
            left.close("broker " + left + " is no longer part of the cluster");
        }
    }

    /** From now on connections are made with this; present ones are replaced as they become free. */
    public void replaceChannelBuilder(ChannelBuilder newer) {
        channelBuilder.replace(newer);
        List.copyOf(brokers.values()).forEach(Broker::retire);
    }

    /** Closes connections to this broker as they become free; it is connected to again when needed. */
    public void release(int node) {
        Broker broker = brokers.get(node);
        if (broker != null) {
            broker.retire();
        }
    }

    public void send(int node, Slot slot, Call call) {
        Broker broker = brokers.get(node);
        if (broker == null) {
            call.failed(Failure.notSent("the cluster has no broker " + node));
        } else {
            broker.send(slot, call);
        }
    }

    /** The broker that most probably answers soonest: connected, not failing, with little to do. */
    public Optional<Node> best(Predicate<Node> among) {
        long now = thread.now();
        return brokers.values().stream()
                .filter(broker -> among.test(broker.node()))
                .min(Comparator.comparingLong((Broker broker) -> broker.pause(now))
                        .thenComparingInt(Broker::failures)
                        .thenComparing(broker -> broker.node().id() < 0)
                        .thenComparing(broker -> !broker.isConnected())
                        .thenComparingInt(Broker::load))
                .map(Broker::node);
    }

    /** What each broker said when it was last connected to; not of bootstrap addresses. */
    public Collection<NodeApiVersions> versions() {
        var all = new ArrayList<NodeApiVersions>();
        for (Broker broker : brokers.values()) {
            if (broker.node().id() >= 0 && broker.versions() != null) {
                all.add(broker.versions());
            }
        }
        return all;
    }

    public int connected() {
        return (int) brokers.values().stream().filter(Broker::isConnected).count();
    }

    @Override
    public void poll(long timeoutMillis) {
        try {
            selector.poll(timeoutMillis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // copies, because what is done about one may change the selector's own
        for (NetworkSend send : List.copyOf(selector.completedSends())) {
            Connection connection = open.get(send.destinationId());
            if (connection != null) {
                connection.sendCompleted();
            }
        }
        List.copyOf(selector.completedReceives()).forEach(this::received);
        Map.copyOf(selector.disconnected()).forEach(this::disconnected);
        settingUp.removeIf(connection -> !connection.isSettingUp());
        List.copyOf(settingUp).forEach(Connection::maybeNegotiate);
    }

    private void received(NetworkReceive response) {
        Connection connection = open.get(response.source());
        if (connection == null) {
            close(response);
            return;
        }
        String problem = connection.received(response);
        if (problem != null) {
            close(connection, "it sent " + problem);
        }
    }

    private void disconnected(String id, ChannelState state) {
        Connection connection = open.get(id);
        if (connection != null) {
            ended(connection, reason(connection, state), state.state() != ChannelState.State.EXPIRED);
        }
    }

    private static String reason(Connection connection, ChannelState state) {
        AuthenticationException refused = state.exception();
        return switch (state.state()) {
            case NOT_CONNECTED -> "cannot connect";
            case AUTHENTICATE -> Refusal.closedEarly();
            case AUTHENTICATION_FAILED -> refused == null ? Refusal.closedEarly() : Refusal.of(refused);
            case EXPIRED -> "closed after being idle";
            // where a login is asked for, the first question is answered without, and only that
            default ->
                connection.useful()
                        ? "the broker closed the connection, or sent what cannot be a response"
                        : Refusal.closedEarly();
        };
    }

    /** Closes it and fails what is under way. */
    void close(Connection connection, String reason) {
        if (open.containsKey(connection.id())) {
            selector.close(connection.id());
            ended(connection, reason, !connection.isRetired());
        }
    }

    private void ended(Connection connection, String reason, boolean failure) {
        open.remove(connection.id());
        settingUp.remove(connection);
        channelBuilder.gone(connection.id());
        if (failure && !connection.useful()) {
            connection.line().broker().failed(connection.round(), reason);
        }
        connection.line().disconnected(connection, reason);
    }

    @Nullable
    Connection open(Line line, InetSocketAddress address) {
        long now = thread.now();
        String id = line.broker().node().idString() + "/" + line.name() + "/" + made++;
        try {
            selector.connect(id, address, settings.sendBufferBytes(), settings.receiveBufferBytes());
        } catch (IOException e) {
            String reason = "cannot connect to " + address + ": " + Causes.innermostMessage(e);
            line.broker().failed(line.broker().round(), reason);
            return null;
        }
        var connection = new Connection(id, selector, line, settings, now);
        open.put(id, connection);
        settingUp.add(connection);
        return connection;
    }

    /** Names are looked up on threads of their own: the resolver of the system blocks. */
    void resolve(String host, Consumer<List<InetAddress>> found, Consumer<String> failed) {
        Thread.ofVirtual().name("resolve-" + host).start(() -> {
            try {
                List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
                thread.execute(() -> found.accept(addresses));
            } catch (UnknownHostException e) {
                thread.execute(() -> failed.accept("the name " + host + " cannot be resolved"));
            }
        });
    }

    private void sweep() {
        long now = thread.now();
        for (Connection connection : List.copyOf(open.values())) {
            String overdue = connection.expire(now);
            if (overdue != null) {
                close(connection, overdue);
            }
        }
        List.copyOf(brokers.values()).forEach(broker -> broker.expire(now));
        thread.schedule(SWEEP, this::sweep);
    }

    NetworkThread thread() {
        return thread;
    }

    RandomGenerator random() {
        return random;
    }

    Listener listener() {
        return listener;
    }

    static void close(NetworkReceive response) {
        try {
            response.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    /** Fails every call. */
    @Override
    public void close() {
        brokers(List.of());
        for (Connection connection : List.copyOf(open.values())) {
            close(connection, "shutting down");
        }
        selector.close();
        metrics.close();
    }
}
