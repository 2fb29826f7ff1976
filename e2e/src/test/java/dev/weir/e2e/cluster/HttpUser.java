package dev.weir.e2e.cluster;

import dev.weir.e2e.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Somebody on this machine who speaks HTTP. */
final class HttpUser implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();

    HttpResponse<String> get(URI uri) {
        return send(uri, "GET", BodyPublishers.noBody());
    }

    HttpResponse<String> post(URI uri, String content) {
        return send(uri, "POST", BodyPublishers.ofString(content));
    }

    private HttpResponse<String> send(URI uri, String method, BodyPublisher content) {
        var request = HttpRequest.newBuilder(uri)
                .timeout(Patience.LIMIT)
                .method(method, content)
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
