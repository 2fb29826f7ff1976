package dev.weir.e2e.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves a page of the same length under every path, and counts how often each is asked for; takes any content. */
public final class PageOrigin implements AutoCloseable {
    private final HttpServer server;
    private final int length;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentHashMap<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    private PageOrigin(HttpServer server, int length) {
        this.server = server;
        this.length = length;
    }

    /** @param length of each page, in bytes */
    static PageOrigin start(int length) {
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), length);
    }

    /** At an address that others reach. */
    public static PageOrigin start(InetSocketAddress address, int length) {
        try {
            var origin = new PageOrigin(HttpServer.create(address, 1024), length);
            origin.server.setExecutor(origin.threads);
            origin.server.createContext("/", origin::answer);
            origin.server.start();
            return origin;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** How often the path was asked for. */
    public int asked(String path) {
        AtomicInteger count = asked.get(path);
        return count == null ? 0 : count.get();
    }

    /** What is under a path. */
    public String page(String path) {
        return (path + " ").repeat(length / path.length()).substring(0, length);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            asked.computeIfAbsent(path, unknown -> new AtomicInteger()).incrementAndGet();
            byte[] page = page(path).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
