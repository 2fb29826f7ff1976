package dev.weir.dataplane.kafka.web;

import dev.weir.api.Acknowledgement;
import dev.weir.dataplane.http.server.HttpServer;
import dev.weir.dataplane.http.server.ServerSettings;
import dev.weir.dataplane.kafka.log.LogStore;
import dev.weir.dataplane.kafka.log.LogStoreSettings;
import dev.weir.dataplane.kafka.web.read.Start;
import dev.weir.dataplane.kafka.web.write.WriteSettings;
import dev.weir.dataplane.kafka.wire.FakeRelay;
import dev.weir.dataplane.kafka.wire.FakeUpstreams;
import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.EventLoops;
import dev.weir.dataplane.net.ListenerOptions;
import dev.weir.dataplane.net.Listeners;
import dev.weir.dataplane.net.Transport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.utils.Time;

/** A listener for web clients on a free port, before real logs; upstream is played by the test. */
final class TestWeb implements AutoCloseable {
    static final long STAGED_BYTES_MAX = 600_000;

    final FakeRelay relay = new FakeRelay();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final LogStore store;
    final FakeUpstreams upstreams;
    private final EventLoops loops = EventLoops.open(Transport.EPOLL.orFallback(), "test", 2);
    private final Listeners listeners;
    final WebFront front;
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    TestWeb(Path folder) {
        this(folder, LogStoreSettings.DEFAULTS, ServerSettings.DEFAULT);
    }

    TestWeb(Path folder, ServerSettings server) {
        this(folder, LogStoreSettings.DEFAULTS, server);
    }

    TestWeb(Path folder, LogStoreSettings settings, ServerSettings server) {
        try {
            store = LogStore.open(folder.resolve("log"), settings, Time.SYSTEM, meters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        upstreams = new FakeUpstreams(store, relay);
        front = new WebFront(
                upstreams,
                topic -> new TopicDefaults(
                        topic.startsWith("live") ? new Start.Live() : new Start.Historical(),
                        topic.startsWith("xml") ? "text/xml; charset=utf-8" : null),
                upstream -> null,
                folder.resolve("staged"),
                meters);
        front.writeAs(new WriteSettings(true, Acknowledgement.ALL, 1 << 20, STAGED_BYTES_MAX));
        front.listeners().forEach(store::addListener);
        listeners = new Listeners(loops, InetAddress.getLoopbackAddress(), Duration.ofSeconds(1));
        Listeners.Change change = listeners.change();
        Claim claim = change.claim(
                "test", "web", 0, ListenerOptions.DEFAULT, meters, new HttpServer(server, meters, front::serve));
        change.commit();
        port = ((Claim.Claimed) claim).listener().port();
    }

    int port() {
        return port;
    }

    URI uri(String target) {
        return URI.create("http://127.0.0.1:" + port + target);
    }

    HttpResponse<String> get(String target, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(target));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits until all connections have ended by themselves. */
    void drain() {
        listeners.drain(Duration.ofHours(1)).done().join();
    }

    double readers() {
        return meters.get("weir.web.readers").gauge().value();
    }

    @Override
    public void close() {
        client.shutdownNow();
        listeners.drain(Duration.ZERO).closeNow();
        front.close();
        loops.close();
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
