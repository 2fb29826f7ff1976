package dev.weir.dataplane.kafka.upstream.connection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Lines to one broker that each carry one call at a time. As many as there are calls at once, up to a limit; beyond it
 * calls wait. The line that was used last is used first, so that those not needed are idle and go.
 */
final class ExclusiveLines {
    private final Broker broker;
    private final ConnectionSettings settings;
    private final Set<Line> all = new LinkedHashSet<>();
    private final Deque<Line> idle = new ArrayDeque<>();
    private final Deque<Call> waiting = new ArrayDeque<>();
    private long made;

    ExclusiveLines(Broker broker, ConnectionSettings settings) {
        this.broker = broker;
        this.settings = settings;
    }

    void send(Call call) {
        Line line = idle.poll();
        if (line == null && all.size() < settings.exclusiveConnectionsMax()) {
            line = new Line(broker, "exclusive-" + made++, 1);
            all.add(line);
        }
        if (line != null) {
            line.send(call);
        } else if (waiting.size() < settings.waitingMax()) {
            waiting.add(call);
        } else {
            call.failed(Failure.notSent("all " + all.size() + " exclusive connections to broker " + broker
                    + " are in use, and " + waiting.size() + " requests wait for one"));
        }
    }

    /** Of any line, ours or not. */
    void idle(Line line) {
        if (!all.contains(line) || idle.contains(line)) {
            return;
        }
        Call next = waiting.poll();
        if (next == null) {
            idle.push(line);
        } else {
            line.send(next);
        }
    }

    void expire(long now) {
        List.copyOf(all).forEach(line -> line.expire(now));
        List<Call> expired =
                waiting.stream().filter(call -> now >= call.deadline()).toList();
        waiting.removeAll(expired);
        expired.forEach(call -> call.failed(Failure.notSent("no free connection to broker " + broker + " in time")));
        while (!idle.isEmpty()
                && now - idle.getLast().idleSince()
                        > settings.exclusiveIdleMax().toMillis()) {
            Line unneeded = idle.removeLast();
            all.remove(unneeded);
            unneeded.retire();
        }
    }

    void failWaiting(String reason) {
        var failing = List.copyOf(waiting);
        waiting.clear();
        failing.forEach(call -> call.failed(Failure.notSent(reason)));
    }

    boolean isConnected() {
        return all.stream().anyMatch(Line::isConnected);
    }

    int load() {
        return waiting.size() + all.stream().mapToInt(Line::load).sum();
    }

    Collection<Line> lines() {
        return new ArrayList<>(all);
    }
}
