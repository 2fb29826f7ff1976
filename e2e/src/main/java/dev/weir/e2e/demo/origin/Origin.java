package dev.weir.e2e.demo.origin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves {@code /products}, {@code /products/NUMBER} and {@code /counter} on loopback.
 *
 * <p>Products may be cached; the counter tells how many requests for products came this far, and may not be. So a cache
 * in front shows its work in the counter that stands still.
 */
public final class Origin implements AutoCloseable {
    /** What all products are purged by. */
    private static final String TAG = "products";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Catalogue catalogue = new Catalogue();
    private final Counter counter = new Counter();

    private Origin(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    public static Origin start(int port) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            var origin = new Origin(HttpServer.create(address, 0));
            origin.server.start();
            return origin;
        } catch (IOException e) {
            throw new UncheckedIOException("the sample origin cannot listen on port " + port, e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            boolean bodiless =
                    answer.status() == 304 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : body.length);
            if (!bodiless) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.methodNotAllowed();
        }
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/counter")) {
            return Answer.uncacheable(counter.json());
        }
        long number = counter.count(path);
        return catalogue
                .find(path)
                .map(product -> Answer.cacheable(
                        product, TAG, exchange.getRequestHeaders().getFirst("If-None-Match")))
                .orElseGet(() -> Answer.notFound(path))
                .with("Origin-Request", String.valueOf(number));
    }
}
