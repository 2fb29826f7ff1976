package dev.weir.e2e.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Serves contents of some sizes that may be stored for an hour, and counts how often it is asked. */
final class BodyOrigin implements AutoCloseable {
    static final List<Integer> KIBIBYTES = List.of(1, 100);

    private final HttpServer server;
    private final AtomicLong asked = new AtomicLong();

    private BodyOrigin(HttpServer server) {
        this.server = server;
    }

    static BodyOrigin start() {
        try {
            var origin =
                    new BodyOrigin(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            for (int kibibytes : KIBIBYTES) {
                byte[] body = new byte[kibibytes * 1024];
                new Random(kibibytes).nextBytes(body);
                origin.server.createContext(path(kibibytes), exchange -> origin.answer(exchange, body));
            }
            origin.server.start();
            return origin;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String path(int kibibytes) {
        return "/" + kibibytes + "k.bin";
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Requests so far. */
    long asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("Cache-Control", "public, max-age=3600");
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.getResponseHeaders().set("ETag", "\"" + body.length + "\"");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
