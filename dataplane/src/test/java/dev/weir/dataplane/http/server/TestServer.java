package dev.weir.dataplane.http.server;

import static java.util.Objects.requireNonNull;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.Drain;
import dev.weir.dataplane.net.EventLoops;
import dev.weir.dataplane.net.ListenerOptions;
import dev.weir.dataplane.net.Listeners;
import dev.weir.dataplane.net.Transport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Consumer;

/** A server on a port of its own, with one event loop. */
final class TestServer implements AutoCloseable {
    static final Duration GRACE = Duration.ofMinutes(5);

    private final EventLoops loops = EventLoops.open(Transport.EPOLL.orFallback(), "test", 1);
    private final Listeners listeners = new Listeners(loops, InetAddress.getLoopbackAddress(), GRACE);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final int port;

    TestServer(ServerSettings settings, Consumer<ClientExchange> requests) {
        Listeners.Change change = listeners.change();
        Claim claim = change.claim(
                "test", "test", 0, ListenerOptions.DEFAULT, meters, new HttpServer(settings, meters, requests));
        change.commit();
        port = ((Claim.Claimed) claim).listener().port();
    }

    TestServer(Consumer<ClientExchange> requests) {
        this(ServerSettings.DEFAULT, requests);
    }

    int port() {
        return port;
    }

    /** How often something was refused for that reason. */
    double refused(String reason) {
        return meters.get("weir.http.refused").tag("reason", reason).counter().count();
    }

    /** How often anything was. */
    double refused() {
        return meters.get("weir.http.refused").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    WireClient connect() throws IOException {
        return WireClient.connect(port);
    }

    Drain drain() {
        return requireNonNull(listeners.drain(GRACE));
    }

    @Override
    public void close() {
        loops.close();
    }
}
