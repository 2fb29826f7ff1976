package dev.weir.e2e.cache.secure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.e2e.host.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Gives tokens to a client that proves its secret (RFC 6749, section 4.4). It can go away and come back. */
final class TokenEndpoint implements AutoCloseable {
    static final String CLIENT = "weir-client";
    static final String SECRET = "endpoint-secret";

    private final Tokens tokens;
    private final Duration validity;
    private final int port = FreePort.pick();
    private final AtomicInteger given = new AtomicInteger();
    private @Nullable HttpServer server;

    TokenEndpoint(Tokens tokens, Duration validity) {
        this.tokens = tokens;
        this.validity = validity;
    }

    void start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(task -> Thread.ofVirtual().name("token-endpoint").start(task));
        server.createContext("/token", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + port + "/token";
    }

    /** How many tokens it gave so far. */
    int given() {
        return given.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String proof = Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
            boolean known =
                    ("Basic " + proof).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean asked = form.contains("grant_type=client_credentials") && form.contains("scope=kafka");
            String answer = known && asked
                    ? "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
                            .formatted(tokens.issue(SecureBroker.USER, validity), validity.toSeconds())
                    : "{\"error\":\"invalid_client\"}";
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(known && asked ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            if (known && asked) {
                given.incrementAndGet();
            }
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }
}
