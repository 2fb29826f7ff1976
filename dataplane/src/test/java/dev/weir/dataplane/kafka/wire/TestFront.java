package dev.weir.dataplane.kafka.wire;

import dev.weir.dataplane.kafka.log.LogStore;
import dev.weir.dataplane.kafka.log.LogStoreSettings;
import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.placement.SinglePod;
import dev.weir.dataplane.kafka.wire.cluster.AdvertisedAs;
import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.EventLoops;
import dev.weir.dataplane.net.ListenerOptions;
import dev.weir.dataplane.net.Listeners;
import dev.weir.dataplane.net.Transport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** A front on a free port, before real logs; upstream is played by the test. */
public final class TestFront implements AutoCloseable {
    public final FakeRelay relay = new FakeRelay();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final LogStore store;
    public final FakeUpstreams upstreams;
    private final EventLoops loops = EventLoops.open(Transport.EPOLL.orFallback(), "test", 2);
    private final Listeners listeners;
    private final int port;

    /** What a test may want otherwise. */
    public record Options(FrontSettings settings, Placement placement, Supplier<@Nullable SslContext> tls) {
        public static final Options DEFAULT = new Options(FrontSettings.DEFAULT, new SinglePod(), () -> null);
    }

    public TestFront(Path folder) {
        this(folder, Options.DEFAULT);
    }

    public TestFront(Path folder, Options options) {
        try {
            store = LogStore.open(folder, LogStoreSettings.DEFAULTS, Time.SYSTEM, meters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        upstreams = new FakeUpstreams(store, relay);
        Executor disk = ForkJoinPool.commonPool();
        var front = new KafkaFront(
                options.settings(),
                new KafkaFront.Parts(
                        upstreams,
                        options.placement(),
                        AdvertisedAs.AS_CONNECTED,
                        disk,
                        options.tls(),
                        InstantSource.system(),
                        meters,
                        () -> false));
        store.addListener(front.appends());
        listeners = new Listeners(loops, InetAddress.getLoopbackAddress(), Duration.ofSeconds(1));
        Listeners.Change change = listeners.change();
        Claim claim = change.claim("test", "kafka", 0, ListenerOptions.DEFAULT, meters, front);
        change.commit();
        port = ((Claim.Claimed) claim).listener().port();
    }

    public int port() {
        return port;
    }

    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    public RawClient client() {
        return new RawClient(port);
    }

    public void drain() {
        listeners.drain(Duration.ofSeconds(5)).done().join();
    }

    @Override
    public void close() {
        listeners.drain(Duration.ZERO).closeNow();
        loops.close();
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
