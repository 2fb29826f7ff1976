package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.net.EventLoops;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Opens origins, and looks after them: their names, whether their servers can be reached, their certificates. */
public final class Origins implements AutoCloseable {
    private final EventLoops loops;
    private final InstantSource clock;
    /** What blocks: looking up names, reading files. */
    private final ScheduledExecutorService worker =
            Executors.newScheduledThreadPool(2, new DefaultThreadFactory("weir-origins", true));

    public Origins(EventLoops loops, InstantSource clock) {
        this.loops = loops;
        this.clock = clock;
    }

    /** Opens an origin. Its servers are looked for at once, and it takes requests at once. */
    public Origin open(OriginSettings settings) {
        var connector = new Connector(loops, settings);
        List<Server> servers = settings.urls().stream()
                .map(url -> new Server(url, connector, settings))
                .toList();
        var care = new Care(loops, worker, connector, settings.probe());
        var set = new ServerSet(settings, clock, servers, care::end);
        care.begin(set);
        return set;
    }

    /** Ends the threads; its origins are to be closed before. */
    @Override
    public void close() {
        worker.shutdownNow();
    }
}
