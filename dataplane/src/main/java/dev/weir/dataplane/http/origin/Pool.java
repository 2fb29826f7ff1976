package dev.weir.dataplane.http.origin;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one address of a server, and the requests that wait for one. The connection that
 * was used last is used next, so that those too many fall idle.
 *
 * <p>All on its loop but for what other pools look at, which share the limit.
 */
final class Pool {
    private final EventLoop loop;
    private final Endpoint endpoint;
    private final Connector connector;
    private final ConnectionLimit limit;
    private final boolean shared;
    private final Deque<Connection> free = new ArrayDeque<>();
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private int connecting;
    private boolean retired;
    private int lacking;
    private volatile long waitsSince;
    private volatile int spare;

    /** A request that waits for a connection. */
    static final class Waiting {
        private final Taker taker;
        private final boolean fresh;
        private final long since = System.nanoTime();
        private boolean connecting;

        Waiting(Taker taker, boolean fresh) {
            this.taker = taker;
            this.fresh = fresh;
        }
    }

    /** Told of one thing. */
    interface Taker {
        /** To be used now. */
        void given(Connection connection);

        void refused(OriginFailure.Kind kind, String what);
    }

    /** @param shared whether a connection carries many requests at once */
    Pool(EventLoop loop, Endpoint endpoint, Connector connector, ConnectionLimit limit, boolean shared) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.connector = connector;
        this.limit = limit;
        this.shared = shared;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Whether a connection carries many requests at once. */
    boolean isShared() {
        return shared;
    }

    EventLoop loop() {
        return loop;
    }

    /**
     * Gives a connection now or later, or none.
     *
     * @param fresh whether only one will do that has not been used yet
     */
    Waiting acquire(Taker taker, boolean fresh) {
        var waiting = new Waiting(taker, fresh);
        Connection connection = fresh ? null : last();
        if (connection != null) {
            give(connection, waiting);
            return waiting;
        }
        queue.add(waiting);
        note();
        connect();
        if (lacking > 0 && !limit.mayWait()) {
            queue.remove(waiting);
            note();
            taker.refused(OriginFailure.Kind.OVERLOADED, limit.exhausted());
        }
        return waiting;
    }

    /** It waits no more. */
    void leave(Waiting waiting) {
        if (queue.remove(waiting)) {
            note();
        }
    }

    /** Whether a connection is being made for it, rather than there being none to be had. */
    boolean isBeingConnected(Waiting waiting) {
        return shared ? connecting > 0 : waiting.connecting;
    }

    /** A connection can carry a request more. */
    void roomOn(Connection connection) {
        serve(connection, false);
    }

    /** A connection is gone. */
    void closed(Connection connection) {
        if (free.remove(connection)) {
            note();
        }
        limit.giveBack(this);
    }

    /** Uses what may be opened now. */
    void connect() {
        while (needed() > 0 && limit.take(this)) {
            Waiting first = firstLacking();
            first.connecting = true;
            connecting++;
            note();
            connector.connect(this, new Connector.Result() {
                @Override
                public void connected(Connection connection) {
                    connecting--;
                    serve(connection, true);
                    connect();
                }

                @Override
                public void failed(OriginFailure.Kind kind, String what) {
                    connecting--;
                    refuse(first, kind, what);
                    limit.giveBack(Pool.this);
                }
            });
        }
    }

    /** Closes connections that are idle; those in use are closed when they are not. */
    void retire() {
        retired = true;
        while (spare()) {
            // one after the other
        }
    }

    /** Closes a connection that nobody uses, and says whether there was one. */
    boolean spare() {
        for (Connection connection : free) {
            if (connection.isIdle()) {
                free.remove(connection);
                note();
                connection.retire();
                return true;
            }
        }
        return false;
    }

    /** Whether it has connections that nobody uses. Any thread. */
    boolean hasSpare() {
        return spare > 0;
    }

    /** Since when a request waits here that no connection is made for, or 0. Any thread. */
    long waitsSince() {
        return waitsSince;
    }

    private void serve(Connection connection, boolean fresh) {
        Waiting next;
        while (connection.hasRoom() && (next = next(fresh)) != null) {
            give(connection, next);
        }
        if (!connection.hasRoom()) {
            free.remove(connection);
        } else if (connection.isIdle() && (retired || needed() > 0 || limit.isWantedElsewhere(this))) {
            free.remove(connection);
            connection.retire();
        } else if (!free.contains(connection)) {
            free.push(connection);
        }
        note();
    }

    private void give(Connection connection, Waiting waiting) {
        waiting.taker.given(connection);
        if (!connection.hasRoom()) {
            free.remove(connection);
        }
        note();
    }

    private @Nullable Connection last() {
        while (!free.isEmpty()) {
            Connection connection = free.peek();
            if (connection.hasRoom()) {
                return connection;
            }
            free.pop();
        }
        return null;
    }

    private @Nullable Waiting next(boolean fresh) {
        for (Waiting waiting : queue) {
            if (fresh || !waiting.fresh) {
                queue.remove(waiting);
                return waiting;
            }
        }
        return null;
    }

    private Waiting firstLacking() {
        for (Waiting waiting : queue) {
            if (!waiting.connecting) {
                return waiting;
            }
        }
        return queue.getFirst();
    }

    /** Those who wait for one and the same connection fail with it. */
    private void refuse(Waiting first, OriginFailure.Kind kind, String what) {
        List<Waiting> refused = shared ? new ArrayList<>(queue) : queue.contains(first) ? List.of(first) : List.of();
        queue.removeAll(refused);
        note();
        refused.forEach(waiting -> waiting.taker.refused(kind, what));
    }

    private int needed() {
        if (shared) {
            return connecting > 0 || queue.isEmpty() ? 0 : 1;
        }
        return Math.max(0, queue.size() - connecting);
    }

    /** Tells the other pools how things are here. */
    private void note() {
        int now = Math.max(0, queue.size() - connecting);
        limit.waiting(now - lacking);
        lacking = now;
        waitsSince = needed() == 0 ? 0 : firstLacking().since | 1;
        spare = free.size();
    }
}
