package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.net.EventLoops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps up with the servers of one origin: which addresses their names have, and whether connections can be made. */
final class Care {
    private static final Logger log = LoggerFactory.getLogger(Care.class);

    /** How often it is looked whether something is due. */
    private static final Duration TICK = Duration.ofMillis(250);

    private final EventLoops loops;
    private final ScheduledExecutorService worker;
    private final Connector connector;
    private final Duration interval;
    private final Set<Endpoint> probing = ConcurrentHashMap.newKeySet();
    private final List<ScheduledFuture<?>> tasks = new ArrayList<>();

    Care(EventLoops loops, ScheduledExecutorService worker, Connector connector, Duration interval) {
        this.loops = loops;
        this.worker = worker;
        this.connector = connector;
        this.interval = interval;
    }

    synchronized void begin(ServerSet set, @Nullable ClientTls tls) {
        List<Server> named =
                set.list().stream().filter(server -> !server.takeLiteral()).toList();
        if (named.isEmpty()) {
            set.markLookedUp();
        } else {
            repeat(interval, () -> {
                named.forEach(Server::lookUp);
                set.markLookedUp();
            });
        }
        if (tls != null) {
            repeat(interval, tls::refresh);
        }
        repeat(TICK, () -> set.list().forEach(server -> server.endpoints().forEach(this::look)));
    }

    synchronized void end() {
        tasks.forEach(task -> task.cancel(false));
    }

    private void repeat(Duration every, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                // the others, and the next time, must not suffer for it
                log.error("Looking after the servers of an origin failed", e);
            }
        };
        tasks.add(worker.scheduleWithFixedDelay(guarded, 0, every.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void look(Endpoint endpoint) {
        if (!endpoint.health().isToBeProbed(interval) || !probing.add(endpoint)) {
            return;
        }
        connector.probe(loops.group().next(), endpoint, () -> probing.remove(endpoint));
    }
}
