package dev.weir.e2e.cache.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Seen;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.utils.Bytes;

/** Java's HTTP client at the web listener of a site's first cache, beside what the broker then has. */
final class WebClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Site site;
    private final HttpClient client = HttpClient.newHttpClient();

    WebClient(Site site) {
        this.site = site;
    }

    DataPlane cache() {
        return (DataPlane) site.caches().getFirst();
    }

    HttpResponse<String> get(String target, String... headers) {
        return send("GET", target, BodyPublishers.noBody(), headers);
    }

    HttpResponse<String> post(String target, String body, String... headers) {
        return send("POST", target, BodyPublishers.ofString(body), headers);
    }

    HttpResponse<String> put(String target, String body, String... headers) {
        return send("PUT", target, BodyPublishers.ofString(body), headers);
    }

    HttpResponse<String> send(String method, String target, BodyPublisher body, String... headers) {
        var request = HttpRequest.newBuilder(cache().web(target)).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** All that the broker has of a topic. */
    List<Seen> written(String topic) {
        try (var admin = site.brokerAdmin()) {
            Extent extent = Extent.of(admin, Set.of(topic), IsolationLevel.READ_COMMITTED);
            Contents contents = JavaReader.ASSIGN.read(site.broker(), extent);
            return contents.of(topic);
        }
    }

    List<String> values(String topic) {
        var values = new ArrayList<String>();
        for (Seen seen : written(topic)) {
            values.add(text(seen.value()));
        }
        return values;
    }

    static String text(@org.jspecify.annotations.Nullable Bytes bytes) {
        return bytes == null ? "null" : new String(bytes.get(), UTF_8);
    }

    static JsonNode json(HttpResponse<String> answer) {
        return json(answer.body());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("(none)");
    }
}
