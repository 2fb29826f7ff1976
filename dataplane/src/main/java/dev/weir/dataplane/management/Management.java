package dev.weir.dataplane.management;

import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.EventLoops;
import dev.weir.dataplane.net.ListenerOptions;
import dev.weir.dataplane.net.Listeners;
import dev.weir.dataplane.net.Transport;
import dev.weir.dataplane.net.http.HttpAnswers;
import dev.weir.dataplane.net.http.HttpBounds;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The HTTP server of the management port. */
public final class Management implements AutoCloseable {
    private static final ListenerOptions OPTIONS = new ListenerOptions(100, 256 * 1024, 64);
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final int BODY_BYTES_MAX = 64 * 1024;

    private final RouteAnswers routes = new RouteAnswers();
    private final EventLoops loop;
    private final Listeners listeners;
    private final HttpBounds bounds;

    /** @param host the address to bind to, or null for every address of this machine */
    public Management(Transport transport, @Nullable InetAddress host, HttpBounds bounds) {
        this.loop = EventLoops.open(transport, "management", 1);
        this.listeners = new Listeners(loop, host, GRACE);
        this.bounds = bounds;
    }

    /** Adds a route; from now on the port answers it. */
    public void add(Route route) {
        routes.add(route);
    }

    /** Opens the port. */
    public Claim listen(int port, MeterRegistry meters) {
        Listeners.Change change = listeners.change();
        Claim claim = change.claim(
                "the process",
                "management",
                port,
                OPTIONS,
                meters,
                connection -> HttpAnswers.serve(connection, bounds, BODY_BYTES_MAX, routes::answer));
        if (claim instanceof Claim.Claimed) {
            change.commit();
        }
        return claim;
    }

    @Override
    public void close() {
        listeners.drain(GRACE).done().join();
        loop.close();
    }
}
