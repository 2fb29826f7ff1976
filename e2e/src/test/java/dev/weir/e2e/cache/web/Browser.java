package dev.weir.e2e.cache.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.e2e.host.ChildProcess;
import dev.weir.e2e.host.TempFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A real browser without a window, and the server of the one page that it shows, which tells the server what it sees.
 */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TempFolder folder = TempFolder.create("weir-browser-");
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private @Nullable ChildProcess chromium;

    Browser() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            folder.close();
            throw new UncheckedIOException(e);
        }
        server.start();
    }

    /** What the page is of, as CORS has it. */
    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Opens a page that runs a script, which calls {@code tell(OBJECT)} with what it sees. */
    void open(String script) {
        server.createContext("/told", exchange -> {
            told.add(JSON.readTree(exchange.getRequestBody()));
            answer(exchange, "");
        });
        server.createContext("/", exchange -> answer(exchange, """
            <!doctype html>
            <title>test</title>
            <script>
            let last = Promise.resolve()
            function tell(what) {
              last = last.then(() => fetch('/told', {method: 'POST', body: JSON.stringify(what)}))
            }
            %s
            </script>
            """.formatted(script)));
        chromium = ChildProcess.start(
                "chromium",
                List.of(
                        "chromium",
                        "--headless=new",
                        "--no-sandbox", // as root it runs no other way
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--no-first-run",
                        "--user-data-dir=" + folder.path().resolve("profile"),
                        origin() + "/"),
                folder.path().resolve("chromium.log"));
    }

    /** What the page has told, in order. */
    List<JsonNode> told() {
        return told;
    }

    private static void answer(HttpExchange exchange, String page) throws IOException {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        if (chromium != null) {
            chromium.terminate(Duration.ofSeconds(10));
        }
        server.stop(0);
        folder.close();
    }
}
