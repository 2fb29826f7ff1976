package dev.weir.dataplane.http.origin;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One address of a server: its health, and the connections to it. Any thread. */
final class Endpoint {
    private final Server server;
    private final InetSocketAddress address;
    private final Connector connector;
    private final Health health = new Health();
    private final ConnectionLimit limit;
    private final Map<Key, Pool> pools = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final boolean http2;
    private volatile boolean retired;

    private record Key(EventLoop loop, boolean shared) {}

    Endpoint(Server server, InetSocketAddress address, Connector connector, OriginSettings settings) {
        this.server = server;
        this.address = address;
        this.connector = connector;
        this.http2 = settings.protocol() == OriginSettings.Protocol.HTTP2;
        this.limit = new ConnectionLimit(settings.connections());
    }

    Server server() {
        return server;
    }

    InetSocketAddress address() {
        return address;
    }

    /** What requests say whom they want, when they do not. */
    String authority() {
        return server.authority();
    }

    Health health() {
        return health;
    }

    ConnectionLimit limit() {
        return limit;
    }

    /** How many requests it is busy with. */
    AtomicInteger underWay() {
        return underWay;
    }

    Connector connector() {
        return connector;
    }

    /**
     * Of one loop; to be used on it.
     *
     * @param switching whether the connection is to switch protocols, which only one of HTTP/1.1 can
     */
    Pool pool(EventLoop loop, boolean switching) {
        var key = new Key(loop, http2 && !switching);
        Pool pool = pools.get(key);
        if (pool == null) {
            pool = pools.computeIfAbsent(key, missing -> {
                var made = new Pool(loop, this, connector, limit, missing.shared());
                limit.join(made);
                return made;
            });
            if (retired) {
                pool.retire();
            }
        }
        return pool;
    }

    /** Keeps no connection longer than it is used. */
    void retire() {
        retired = true;
        pools.values().forEach(pool -> pool.loop().execute(pool::retire));
    }

    /** How it is called in messages. */
    @Override
    public String toString() {
        String at = address.getAddress().getHostAddress();
        return server.url() + (server.authority().startsWith(at) ? "" : " (" + at + ")");
    }
}
