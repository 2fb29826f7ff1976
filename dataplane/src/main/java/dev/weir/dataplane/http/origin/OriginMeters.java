package dev.weir.dataplane.http.origin;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** The meters of all servers of all routes. Any thread. */
final class OriginMeters {
    private final MeterRegistry registry;
    private final Map<Key, ServerMeters> meters = new HashMap<>();

    private record Key(String route, String server) {}

    OriginMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    synchronized ServerMeters join(String route, Server server) {
        ServerMeters of = meters.computeIfAbsent(
                new Key(route, server.url()), key -> new ServerMeters(registry, key.route(), key.server()));
        of.join(server);
        return of;
    }

    synchronized void leave(String route, Server server) {
        var key = new Key(route, server.url());
        ServerMeters of = meters.get(key);
        if (of != null && of.leave(server)) {
            meters.remove(key);
            of.forget();
        }
    }
}
