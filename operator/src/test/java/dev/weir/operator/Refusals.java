package dev.weir.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/** Refuses some of the operator's requests in the API server's place, with an answer that it gives in bad moments. */
final class Refusals implements AutoCloseable {
    private final HttpServer server;
    private Predicate<String> refused = request -> false;
    private int left;

    Refusals(int status, String reason) throws IOException {
        byte[] body = """
            {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "refused by the test",
             "reason": "%s", "code": %d}
            """.formatted(reason, status).getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, status, body));
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** The next so many requests that match are refused, told as {@code METHOD path}. */
    synchronized void refuse(int count, Predicate<String> requests) {
        left = count;
        refused = requests;
    }

    /** How many are still to be refused. */
    synchronized int left() {
        return left;
    }

    /** Where a request goes instead of to the API server. */
    synchronized Optional<URI> instead(HttpRequest request) {
        if (left == 0 || !refused.test(request.method() + " " + request.uri().getPath())) {
            return Optional.empty();
        }
        left--;
        return Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
