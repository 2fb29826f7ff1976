package dev.weir.e2e.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * An origin on this machine whose pages soon get stale, and somebody who reads them over and over by way of a cache.
 */
final class Website implements AutoCloseable {
    private static final int PAGES = 10;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final HttpServer origin;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile boolean closing;

    private Website(HttpServer origin) {
        this.origin = origin;
    }

    static Website start(String host) {
        try {
            var website = new Website(HttpServer.create(new InetSocketAddress(host, 0), 0));
            website.origin.createContext("/", Website::answer);
            website.origin.start();
            return website;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://" + origin.getAddress().getHostString() + ":"
                + origin.getAddress().getPort();
    }

    /** Whatever the cache answers, or does not, somebody goes on reading. */
    void browse(String cache) {
        Thread.ofPlatform().name("browsing").daemon().start(() -> {
            for (int i = 0; !closing; i++) {
                get(URI.create(cache + "/page-" + i % PAGES));
                LockSupport.parkNanos(PAUSE.toNanos()); // also while nothing answers
            }
        });
    }

    private void get(URI page) {
        try {
            client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding());
        } catch (IOException e) {
            // another page may come
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] page = exchange.getRequestURI().getPath().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Cache-Control", "max-age=2");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    @Override
    public void close() {
        closing = true;
        client.close();
        origin.stop(0);
    }
}
