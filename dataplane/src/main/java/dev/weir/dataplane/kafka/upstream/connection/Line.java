package dev.weir.dataplane.kafka.upstream.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.NodeApiVersions;
import org.jspecify.annotations.Nullable;

/**
 * Calls to one broker that keep their order, and the connection that takes them: opened when there is something to
 * send, opened again when it was lost. Calls that were not sent yet wait for the next connection; those that were sent
 * fail.
 */
final class Line {
    private final Broker broker;
    private final String name;
    private final int waitingMax;
    private final Deque<Call> waiting = new ArrayDeque<>();
    private @Nullable Connection connection;
    private long idleSince;

    Line(Broker broker, String name, int waitingMax) {
        this.broker = broker;
        this.name = name;
        this.waitingMax = waitingMax;
    }

    Broker broker() {
        return broker;
    }

    String name() {
        return name;
    }

    int load() {
        return waiting.size() + (connection == null ? 0 : connection.load());
    }

    boolean isIdle() {
        return load() == 0;
    }

    /** Since when there is nothing to do; of an idle line. */
    long idleSince() {
        return idleSince;
    }

    boolean isConnected() {
        return connection != null && connection.isReady();
    }

    void send(Call call) {
        if (waiting.size() >= waitingMax) {
            call.failed(Failure.notSent(waiting.size() + " requests are already waiting for broker " + broker));
            return;
        }
        waiting.add(call);
        pump();
    }

    /** Sends what can be sent, connecting first where needed. */
    void pump() {
        if (waiting.isEmpty()) {
            return;
        }
        if (connection == null) {
            connection = broker.connect(this);
            return;
        }
        while (connection != null && !waiting.isEmpty() && connection.canSend()) {
            connection.send(waiting.remove());
        }
    }

    void connected(Connection by, NodeApiVersions versions) {
        broker.connected(versions);
        if (by == connection) {
            pump();
        }
    }

    /** A request left or a response came. */
    void progressed(Connection on) {
        if (on.useful()) {
            broker.answered();
        }
        if (on == connection) {
            pump();
            settle();
        } else if (on.isRetired()) {
            broker.closeQuietly(on);
        }
    }

    /** The connection is closed. */
    void disconnected(Connection lost, String reason) {
        if (lost == connection) {
            connection = null;
        }
        lost.closed(reason);
        pump();
        settle();
    }

    /** New calls take a new connection; the present one is closed when what was sent on it has ended. */
    void retire() {
        Connection old = connection;
        connection = null;
        if (old != null) {
            old.retire();
            if (old.isRetired()) {
                broker.closeQuietly(old);
            }
        }
        pump();
    }

    void expire(long now) {
        List<Call> expired =
                waiting.stream().filter(call -> now >= call.deadline()).toList();
        if (!expired.isEmpty()) {
            waiting.removeAll(expired);
            var failure = Failure.notSent("no connection to broker " + broker + " in time" + broker.because());
            expired.forEach(call -> call.failed(failure));
            settle();
        }
    }

    private void settle() {
        if (isIdle()) {
            idleSince = broker.now();
            broker.idle(this);
        }
    }

    void failWaiting(String reason) {
        var failing = List.copyOf(waiting);
        waiting.clear();
        failing.forEach(call -> call.failed(Failure.notSent(reason)));
        settle();
    }
}
