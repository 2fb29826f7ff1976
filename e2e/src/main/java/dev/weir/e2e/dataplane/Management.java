package dev.weir.e2e.dataplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

/** The management port of a data-plane, as anybody with curl sees it. */
public final class Management implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI address;

    Management(int port) {
        this.address = URI.create("http://127.0.0.1:" + port);
    }

    public URI address() {
        return address;
    }

    /** True when the path is answered with 200; false on any other answer and on none. */
    public boolean answers(String path) {
        try {
            return get(path).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    public String body(String path) {
        return get(path).body();
    }

    /** The sum over all series of a metric that carry these labels, each written {@code name="value"}. */
    public double metric(String name, String... labels) {
        return body("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    public HttpResponse<String> get(String path) {
        try {
            var request = HttpRequest.newBuilder(address.resolve(path))
                    .timeout(TIMEOUT)
                    .build();
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
