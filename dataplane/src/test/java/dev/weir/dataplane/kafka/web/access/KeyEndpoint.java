package dev.weir.dataplane.kafka.web.access;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A real server of keys, which can be away and come back to the same port. */
public final class KeyEndpoint implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Supplier<String> content;
    private final @Nullable SSLContext tls;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;
    private int port;
    private @Nullable HttpServer server;

    public KeyEndpoint(Supplier<String> content) throws IOException {
        this(content, null);
    }

    KeyEndpoint(Supplier<String> content, @Nullable SSLContext tls) throws IOException {
        this.content = content;
        this.tls = tls;
        comeBack();
    }

    public void comeBack() throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HttpServer next;
        if (tls == null) {
            next = HttpServer.create(address, 0);
        } else {
            HttpsServer secure = HttpsServer.create(address, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(tls));
            next = secure;
        }
        next.createContext("/jwks.json", exchange -> {
            asked.incrementAndGet();
            byte[] body = content.get().getBytes(StandardCharsets.UTF_8);
            if (status / 100 == 3) {
                exchange.getResponseHeaders().set("Location", "/elsewhere");
            }
            exchange.sendResponseHeaders(status, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        next.setExecutor(threads);
        next.start();
        port = next.getAddress().getPort();
        server = next;
    }

    public void goAway() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    public void answerWith(int next) {
        status = next;
    }

    /** How often it was. */
    public int asked() {
        return asked.get();
    }

    public URI url() {
        return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + port + "/jwks.json");
    }

    @Override
    public void close() {
        goAway();
        threads.shutdownNow();
    }
}
