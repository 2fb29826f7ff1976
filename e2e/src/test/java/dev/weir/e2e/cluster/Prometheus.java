package dev.weir.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.e2e.host.ChildProcess;
import dev.weir.e2e.host.FreePort;
import dev.weir.e2e.host.TempFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Prometheus on this machine. */
final class Prometheus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TempFolder folder;
    private final ChildProcess process;
    private final String address;
    private final HttpClient http = HttpClient.newHttpClient();

    private Prometheus(TempFolder folder, ChildProcess process, int port) {
        this.folder = folder;
        this.process = process;
        this.address = "http://127.0.0.1:" + port;
    }

    /**
     * Starts it.
     *
     * @param files what it reads, by name; {@code prometheus.yaml} first of all
     */
    static Prometheus start(Map<String, String> files) {
        var folder = TempFolder.create("weir-prometheus-");
        try {
            for (var file : files.entrySet()) {
                Files.writeString(folder.path().resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int port = FreePort.pick();
        var command = List.of(
                "prometheus",
                "--config.file=" + folder.path().resolve("prometheus.yaml"),
                "--storage.tsdb.path=" + folder.path().resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn");
        var process = ChildProcess.start("prometheus", command, folder.path().resolve("log"));
        var started = new Prometheus(folder, process, port);
        try {
            process.awaitReady(started::isReady, Shop.PATIENCE);
            return started;
        } catch (IllegalStateException e) {
            process.kill();
            folder.close();
            throw e;
        }
    }

    private boolean isReady() {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** What an expression comes to now: series, each with its labels and a value. */
    JsonNode query(String expression) {
        return data("/api/v1/query?query=" + encoded(expression)).path("result");
    }

    /** Whether an expression comes to a number now. */
    boolean answers(String expression) {
        return query(expression)
                .valueStream()
                .anyMatch(series ->
                        !Double.isNaN(Double.parseDouble(series.at("/value/1").asText())));
    }

    /** The values that a label has in the series that are selected, as a dashboard offers them. */
    List<String> values(String selector, String label) {
        return data("/api/v1/label/" + label + "/values?match%5B%5D=" + encoded(selector))
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    /** All rules of a file, with their health and their alerts. */
    List<JsonNode> rules(String file) {
        return data("/api/v1/rules")
                .path("groups")
                .valueStream()
                .filter(group -> group.path("file").asText().endsWith("/" + file))
                .flatMap(group -> group.path("rules").valueStream())
                .toList();
    }

    private JsonNode data(String path) {
        try {
            JsonNode answer = JSON.readTree(get(path).body());
            if (!answer.path("status").asText().equals("success")) {
                throw new IllegalStateException(path + ": " + answer);
            }
            return answer.path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> get(String path) {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
        process.terminate(Duration.ofSeconds(30));
        folder.close();
    }
}
