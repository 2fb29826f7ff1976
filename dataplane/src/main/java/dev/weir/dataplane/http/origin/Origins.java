package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.net.EventLoops;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Opens origins, and looks after them: their names, whether their servers can be reached, their certificates. */
public final class Origins implements AutoCloseable {
    private final EventLoops loops;
    private final OriginMeters meters;
    private final InstantSource clock;
    /** What blocks: looking up names, reading files. */
    private final ScheduledExecutorService worker =
            Executors.newScheduledThreadPool(2, new DefaultThreadFactory("weir-origins", true));

    public Origins(EventLoops loops, MeterRegistry meters, InstantSource clock) {
        this.loops = loops;
        this.meters = new OriginMeters(meters);
        this.clock = clock;
    }

    /**
     * Opens an origin. Its servers are looked for at once, and it takes requests at once.
     *
     * @param route whose origin it is, as metrics have it
     * @throws IOException when the files of certificates cannot be used, with what is wrong
     */
    public Origin open(String route, OriginSettings settings) throws IOException {
        ClientTls tls = tls(settings);
        var connector = new Connector(loops, settings, tls);
        List<Server> servers = settings.urls().stream()
                .map(url -> new Server(url, connector, settings, route, meters))
                .toList();
        var care = new Care(loops, worker, connector, settings.probe());
        var set = new ServerSet(settings, clock, servers, tls, () -> {
            care.end();
            servers.forEach(server -> meters.leave(route, server));
        });
        care.begin(set, tls);
        return set;
    }

    private static @Nullable ClientTls tls(OriginSettings settings) throws IOException {
        if (settings.urls().stream().noneMatch(Server::isSecure)) {
            return null;
        }
        OriginTls tls = settings.tls();
        return ClientTls.open(tls == null ? new OriginTls(null, null, null) : tls);
    }

    /** Ends the threads; its origins are to be closed before. */
    @Override
    public void close() {
        worker.shutdownNow();
    }
}
