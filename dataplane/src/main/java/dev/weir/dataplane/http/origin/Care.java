package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.net.EventLoops;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps up with the servers of one origin: which addresses their names have, and whether connections can be made. */
final class Care {
    /** How often it is looked whether something is due. */
    private static final Duration TICK = Duration.ofMillis(250);

    private final EventLoops loops;
    private final ScheduledExecutorService worker;
    private final Connector connector;
    private final Duration interval;
    private final Set<Endpoint> probing = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledFuture<?> names;
    private @Nullable ScheduledFuture<?> probes;

    Care(EventLoops loops, ScheduledExecutorService worker, Connector connector, Duration interval) {
        this.loops = loops;
        this.worker = worker;
        this.connector = connector;
        this.interval = interval;
    }

    synchronized void begin(ServerSet set) {
        List<Server> named =
                set.list().stream().filter(server -> !server.takeLiteral()).toList();
        if (named.isEmpty()) {
            set.markLookedUp();
        } else {
            names = worker.scheduleWithFixedDelay(
                    () -> {
                        named.forEach(Server::lookUp);
                        set.markLookedUp();
                    },
                    0,
                    interval.toNanos(),
                    TimeUnit.NANOSECONDS);
        }
        probes = worker.scheduleWithFixedDelay(
                () -> set.list().forEach(server -> server.endpoints().forEach(this::look)),
                0,
                TICK.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    synchronized void end() {
        if (names != null) {
            names.cancel(false);
        }
        if (probes != null) {
            probes.cancel(false);
        }
    }

    private void look(Endpoint endpoint) {
        if (!endpoint.health().isToBeProbed(interval) || !probing.add(endpoint)) {
            return;
        }
        connector.probe(loops.group().next(), endpoint, () -> probing.remove(endpoint));
    }
}
