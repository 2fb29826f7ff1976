package dev.weir.dataplane.net;

import static java.util.stream.Collectors.toMap;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Every port that documents listen on.
 *
 * <p>Ports change in transactions: a {@link Change} binds what is new, and is committed or aborted as a whole. A port
 * that one listener gives up and another asks for in the same change is handed over, not closed and bound again. What
 * nobody claimed in a committed change is drained.
 */
public final class Listeners {
    private final EventLoops loops;
    private final @Nullable InetAddress host;
    private final Duration grace;
    private final Map<Integer, String> reserved = new ConcurrentHashMap<>();
    private final Map<Key, Listener> active = new ConcurrentHashMap<>();

    /** Names a listener: {@code kafka} of {@code KafkaCacheBinding orders}. */
    private record Key(String owner, String name) {
        @Override
        public String toString() {
            return "listener " + name + " of " + owner;
        }
    }

    /**
     * @param host the address to bind to, or null for every address of this machine
     * @param grace how long the connections of a listener that goes away may go on
     */
    public Listeners(EventLoops loops, @Nullable InetAddress host, Duration grace) {
        this.loops = loops;
        this.host = host;
        this.grace = grace;
    }

    /** Keeps a port of this process from documents. */
    public void reserve(int port, String owner) {
        reserved.put(port, owner);
    }

    /** Begins a change. There is one at a time: begin the next when this one is committed or aborted. */
    public Change change() {
        return new Change();
    }

    /** Stops accepting on every port at once, and lets the connections come to their end. */
    public Drain drain(Duration drainGrace) {
        active.values().forEach(listener -> listener.boundPort().close());
        Drain drain = Drain.all(active.values().stream()
                .map(listener -> listener.drain(drainGrace))
                .toList());
        active.clear();
        return drain;
    }

    /** A new set of listeners in the making. */
    public final class Change {
        private final Map<Key, Pending> claimed = new HashMap<>();
        private final List<BoundPort> opened = new ArrayList<>();

        private record Pending(Listener listener, ListenerOptions options, ConnectionHandler handler) {}

        private Change() {}

        /**
         * Binds a port for a listener, or keeps the one it has.
         *
         * @param owner the document, as users know it
         * @param name which of its listeners
         * @param port the port, or 0 for any that is free
         * @param meters where its connections are counted
         */
        public Claim claim(
                String owner,
                String name,
                int port,
                ListenerOptions options,
                MeterRegistry meters,
                ConnectionHandler handler) {
            var key = new Key(owner, name);
            String rival = rival(port);
            if (rival != null) {
                return new Claim.Unavailable(
                        "port " + port + " is also asked for by the " + rival, "give each listener a port of its own");
            }
            Listener before = active.get(key);
            Listener listener;
            if (before != null && before.requestedPort() == port) {
                listener = before;
            } else {
                BoundPort bound = heldBy(port);
                if (bound == null) {
                    bound = new BoundPort(loops, new InetSocketAddress(host, port), options.backlog());
                    Throwable failure = bound.failure();
                    if (failure != null) {
                        return BindFailure.explain(port, failure);
                    }
                    opened.add(bound);
                }
                ConnectionCount count =
                        before != null ? before.count() : new ConnectionCount(name, options.connectionsMax(), meters);
                listener = new Listener(bound, port, count, loops.group().next(), options, handler);
            }
            claimed.put(key, new Pending(listener, options, handler));
            return new Claim.Claimed(listener);
        }

        /**
         * Accepts connections on what was claimed, and drains the rest.
         *
         * @return the connections that come to their end, by the owner of their listener
         */
        public Map<String, Drain> commit() {
            Map<Key, Listener> before = Map.copyOf(active);
            claimed.forEach((key, pending) -> {
                Listener listener = pending.listener();
                listener.treat(pending.options(), pending.handler());
                listener.boundPort().serve(listener);
                active.put(key, listener);
            });
            active.keySet().retainAll(claimed.keySet());
            var drains = new HashMap<String, List<Drain>>();
            before.forEach((key, listener) -> {
                if (active.get(key) != listener) {
                    drains.computeIfAbsent(key.owner(), owner -> new ArrayList<>())
                            .add(retire(key, listener));
                }
            });
            return drains.entrySet().stream().collect(toMap(Map.Entry::getKey, entry -> Drain.all(entry.getValue())));
        }

        private Drain retire(Key key, Listener listener) {
            boolean handedOver = active.values().stream().anyMatch(other -> other.boundPort() == listener.boundPort());
            if (!handedOver) {
                listener.boundPort().close();
            }
            if (!active.containsKey(key)) {
                listener.count().forget();
            }
            return listener.drain(grace);
        }

        /** Closes what was bound for this change, and leaves everything as it was. */
        public void abort() {
            opened.forEach(BoundPort::close);
            claimed.forEach((key, pending) -> {
                if (!active.containsKey(key)) {
                    pending.listener().count().forget();
                }
            });
        }

        private @Nullable String rival(int port) {
            if (port == 0) {
                return null;
            }
            for (Map.Entry<Key, Pending> entry : claimed.entrySet()) {
                if (entry.getValue().listener().requestedPort() == port) {
                    return entry.getKey().toString();
                }
            }
            return reserved.get(port);
        }

        private @Nullable BoundPort heldBy(int port) {
            if (port == 0) {
                return null;
            }
            for (Listener listener : active.values()) {
                if (listener.requestedPort() == port) {
                    return listener.boundPort();
                }
            }
            return null;
        }
    }
}
