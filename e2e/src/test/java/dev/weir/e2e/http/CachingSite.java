package dev.weir.e2e.http;

import dev.weir.e2e.Patience;
import dev.weir.e2e.dataplane.DataPlaneProcess;
import dev.weir.e2e.dataplane.DataPlaneSettings;
import dev.weir.e2e.host.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A data-plane process with one HTTP cache, whose only route takes everything to an origin on loopback. */
public final class CachingSite implements AutoCloseable {
    public static final String TOKEN = "a token for purging";

    private static final String PURGE_SECRET = "purge";

    private final DataPlaneSettings settings;
    private final DataPlaneProcess process;
    private final int port;
    private final int originPort;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Patience.LIMIT).build();

    private CachingSite(DataPlaneSettings settings, int port, int originPort, String cache, String rest) {
        this.settings = settings;
        this.port = port;
        this.originPort = originPort;
        write(cache, rest);
        this.process = DataPlaneProcess.start(settings);
    }

    /**
     * Starts it.
     *
     * @param cache what the route says of its cache, as a YAML flow mapping
     * @param rest further lines of the document's spec
     */
    public static CachingSite start(Path folder, int originPort, String cache, String... rest) {
        return start(DataPlaneSettings.in(folder), originPort, cache, rest);
    }

    /** The same for a process that is started so. */
    static CachingSite start(DataPlaneSettings settings, int originPort, String cache, String... rest) {
        writeSecret(settings, PURGE_SECRET, "token", TOKEN + "\n");
        return new CachingSite(settings, FreePort.pick(), originPort, cache, String.join("\n  ", rest));
    }

    /** Puts another document in the place of the one that runs, as an editor would. */
    void change(String cache, String... rest) {
        write(cache, String.join("\n  ", rest));
    }

    static void writeSecret(DataPlaneSettings settings, String name, String key, String value) {
        try {
            Path folder = Files.createDirectories(settings.secrets().resolve(name));
            Files.writeString(folder.resolve(key), value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public DataPlaneProcess process() {
        return process;
    }

    int port() {
        return port;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path)).timeout(Patience.LIMIT).build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** Orders, as an operator does, that something be forgotten. */
    void purge(String order) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(process.management().address().resolve("/purge"))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.ofString(order))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    /** What the cache says that it did with a request. */
    public static String cacheStatus(HttpResponse<?> response) {
        return response.headers().firstValue("Cache-Status").orElse("none");
    }

    @Override
    public void close() {
        client.shutdownNow();
        process.close();
    }

    private void write(String cache, String rest) {
        String document = """
            apiVersion: weir.dev/v1alpha1
            kind: HttpCache
            metadata:
              name: site
            spec:
              routes:
                - name: all
                  origin:
                    urls: ["http://127.0.0.1:%d"]
                  cache: %s
              management: {purge: {tokenSecretRef: {name: %s}}}
              %s
            """.formatted(originPort, cache, PURGE_SECRET, rest.replace("PORT", Integer.toString(port)));
        if (!rest.contains("listeners:")) {
            document += "  listeners: {http: {port: " + port + "}}\n";
        }
        try {
            Path folder = Files.createDirectories(settings.documents());
            Path beside = Files.writeString(folder.resolve(".site.yaml.new"), document);
            Files.move(
                    beside,
                    folder.resolve("site.yaml"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
