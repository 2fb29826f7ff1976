package dev.weir.dataplane.kafka.upstream.connection;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.NodeApiVersions;
import org.apache.kafka.common.Node;
import org.jspecify.annotations.Nullable;

/**
 * One broker, or one bootstrap address (with a negative id): its lines, the addresses its name resolves to, and how
 * long to leave it alone after failures.
 */
final class Broker {
    private final Node node;
    private final BrokerConnections connections;
    private final ConnectionSettings settings;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final ExclusiveLines exclusive;
    private List<InetAddress> addresses = List.of();
    private int nextAddress;
    private boolean resolving;
    private int round;
    private int failures;
    private long retryAt;
    private NetworkThread.@Nullable Timer retry;
    private @Nullable NodeApiVersions versions;
    private String lastError = "";
    private boolean closed;

    Broker(Node node, BrokerConnections connections, ConnectionSettings settings) {
        this.node = node;
        this.connections = connections;
        this.settings = settings;
        this.exclusive = new ExclusiveLines(this, settings);
    }

    Node node() {
        return node;
    }

    void send(Slot slot, Call call) {
        switch (slot) {
            case Slot.Single single ->
                lines.computeIfAbsent(single.name(), name -> new Line(this, name, settings.waitingMax()))
                        .send(call);
            case Slot.Exclusive any -> exclusive.send(call);
        }
    }

    boolean isConnected() {
        return lines.values().stream().anyMatch(Line::isConnected) || exclusive.isConnected();
    }

    int load() {
        return lines.values().stream().mapToInt(Line::load).sum() + exclusive.load();
    }

    /** Milliseconds until it may be tried again; 0 when it may now. */
    long pause(long now) {
        return failures == 0 ? 0 : Math.max(0, retryAt - now);
    }

    int failures() {
        return failures;
    }

    /** As last heard, also while not connected. */
    @Nullable
    NodeApiVersions versions() {
        return versions;
    }

    long now() {
        return connections.thread().now();
    }

    String because() {
        return lastError.isEmpty() ? "" : ": " + lastError;
    }

    /** A new connection for the line, or null when it has to wait: it is then pumped again, later. */
    @Nullable
    Connection connect(Line line) {
        long now = now();
        if (closed || resolving || retry != null) {
            return null;
        }
        if (pause(now) > 0) {
            retry = connections.thread().schedule(Duration.ofMillis(pause(now)), () -> {
                retry = null;
                pumpAll();
            });
            return null;
        }
        if (nextAddress >= addresses.size()) {
            resolving = true;
            connections.resolve(node.host(), this::resolved, this::unresolved);
            return null;
        }
        Connection opened = connections.open(line, new InetSocketAddress(addresses.get(nextAddress), node.port()));
        return opened != null ? opened : connect(line);
    }

    private void resolved(List<InetAddress> found) {
        resolving = false;
        addresses = found;
        nextAddress = 0;
        pumpAll();
    }

    private void unresolved(String reason) {
        resolving = false;
        failed(round, reason);
        pumpAll();
    }

    /** A connection got ready. */
    void connected(NodeApiVersions told) {
        versions = told;
        connections.listener().connected(this.node, told);
    }

    /** It does more than accept connections, so the next failure is a first one. */
    void answered() {
        if (failures > 0) {
            failures = 0;
            lastError = "";
            connections.listener().recovered(node);
            retryNow();
        }
    }

    /** Lines that wait for a pause to end need not wait any longer. */
    private void retryNow() {
        if (retry != null) {
            retry.cancel();
            retry = null;
            pumpAll();
        }
    }

    /** Attempts under way at the same time are of one round. */
    int round() {
        return round;
    }

    /** A connection came to nothing; those of one round count once. Then it is the next address's turn. */
    void failed(int of, String reason) {
        lastError = reason;
        if (of < round) {
            return;
        }
        round++;
        nextAddress++;
        if (nextAddress >= addresses.size()) {
            failures++;
            retryAt = now()
                    + settings.backoff().after(failures, connections.random()).toMillis();
            connections.listener().failed(node, reason, failures);
            // whoever waits may do better with another broker
            failWaiting("broker " + this + " cannot be reached: " + reason);
        }
    }

    private void failWaiting(String reason) {
        // these first: a line that has nothing to do takes the next of them
        exclusive.failWaiting(reason);
        lines().forEach(line -> line.failWaiting(reason));
    }

    void idle(Line line) {
        exclusive.idle(line);
    }

    void closeQuietly(Connection connection) {
        connections.close(connection, "no longer needed");
    }

    void expire(long now) {
        List.copyOf(lines.values()).forEach(line -> line.expire(now));
        exclusive.expire(now);
    }

    /** Every line gets a new connection as soon as it is free to. */
    void retire() {
        lines().forEach(Line::retire);
        addresses = List.of();
    }

    void close(String reason) {
        closed = true;
        if (retry != null) {
            retry.cancel();
        }
        failWaiting(reason);
        lines().forEach(Line::retire);
    }

    private void pumpAll() {
        lines().forEach(Line::pump);
    }

    private Collection<Line> lines() {
        var all = new ArrayList<>(lines.values());
        all.addAll(exclusive.lines());
        return all;
    }

    @Override
    public String toString() {
        return node.host() + ":" + node.port() + (node.id() < 0 ? "" : " (" + node.id() + ")");
    }
}
