package dev.weir.dataplane.http.proxy;

import dev.weir.api.document.DocumentReader;
import dev.weir.api.document.SourceFile;
import dev.weir.dataplane.Patience;
import dev.weir.dataplane.document.Secrets;
import dev.weir.dataplane.http.Http2Gateway;
import dev.weir.dataplane.http.Http2Origin;
import dev.weir.dataplane.http.OriginConversation;
import dev.weir.dataplane.http.ScriptedOrigin;
import dev.weir.dataplane.http.purge.Purging;
import dev.weir.dataplane.http.server.WireClient;
import dev.weir.dataplane.management.Route;
import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.EventLoops;
import dev.weir.dataplane.net.Listeners;
import dev.weir.dataplane.net.Transport;
import dev.weir.dataplane.net.http.Answer;
import dev.weir.dataplane.workload.DocumentId;
import dev.weir.dataplane.workload.Preparation;
import dev.weir.dataplane.workload.WorkloadContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cache with all its parts but the process, before an origin that does what a test says, at a time of the test's own.
 */
final class CacheUnderTest implements AutoCloseable {
    static final String TOKEN = "open sesame";

    private final EventLoops loops = EventLoops.open(Transport.EPOLL.orFallback(), "test", 2);
    private final Listeners listeners = new Listeners(loops, InetAddress.getLoopbackAddress(), Duration.ofSeconds(1));
    private final Spoken spoken;
    private final HttpClient client;
    private final @Nullable Http2Gateway gateway;
    private final Purging purging = new Purging();
    private final HttpCacheWorkload workload;
    final ScriptedOrigin origin = ScriptedOrigin.start(ScriptedOrigin.answering(ScriptedOrigin.ok("hello")));
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private int port;
    private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");

    /** @param cache the fields of the route's {@code cache}, in YAML's flow style */
    CacheUnderTest(Path folder, String cache) {
        this(folder, Spoken.HTTP_1, cache);
    }

    /** @param cache the fields of the route's {@code cache}, in YAML's flow style */
    CacheUnderTest(Path folder, Spoken spoken, String cache) {
        this.spoken = spoken;
        this.client = client(spoken);
        this.gateway = spoken.http2Origins() ? Http2Gateway.before(origin) : null;
        try {
            Path secret = Files.createDirectories(folder.resolve("secrets/purge"));
            Files.writeString(secret.resolve("token"), TOKEN + "\n");
            if (spoken.http2Clients()) {
                TestCertificate.putInto(Files.createDirectories(folder.resolve("secrets/listener")));
            }
            var context = new WorkloadContext(
                    new DocumentId("HttpCache", "test"),
                    loops,
                    meters,
                    Files.createDirectories(folder.resolve("data")),
                    new Secrets(folder.resolve("secrets")),
                    () -> now);
            workload = new HttpCacheWorkload(context, purging);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        apply(route(cache));
    }

    private static HttpClient client(Spoken spoken) {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(Patience.LIMIT);
        return spoken.http2Clients()
                ? builder.version(HttpClient.Version.HTTP_2)
                        .sslContext(TestCertificate.trusted())
                        .build()
                : builder.version(HttpClient.Version.HTTP_1_1).build();
    }

    /** A route for everything to the origin. */
    String route(String cache) {
        return "routes: [{name: all, origin: {%s, retries: 0, timeouts: {firstByte: 60s}}, cache: {%s}}]"
                .formatted(exit(), cache);
    }

    /** Where the origin is and what it speaks, as a route's {@code origin} has it. */
    String exit() {
        return "urls: ['http://127.0.0.1:%d'], protocol: %s"
                .formatted(originPort(), gateway == null ? "http1" : "http2");
    }

    int originPort() {
        return gateway == null ? origin.port() : gateway.port();
    }

    /** From now on nobody is where the origin was. */
    void closeOrigin() {
        origin.close();
        if (gateway != null) {
            gateway.close();
        }
    }

    /** A route for everything to an origin that speaks HTTP/2. */
    String route(Http2Origin other, String cache) {
        return "routes: [{name: all, origin: {urls: ['http://127.0.0.1:%d'], protocol: http2}, cache: {%s}}]"
                .formatted(other.port(), cache);
    }

    /** Runs another document from now on, in which purging is allowed. */
    void apply(String spec) {
        run("management: {purge: {tokenSecretRef: {name: purge}}}\n  " + spec);
    }

    /** Runs another document from now on. */
    void run(String spec) {
        String encrypted =
                spoken.http2Clients() ? "listeners: {http: {tls: {certificateSecretRef: {name: listener}}}}\n  " : "";
        String yaml = """
            apiVersion: weir.dev/v1alpha1
            kind: HttpCache
            metadata: {name: test}
            spec:
              %s
            """.formatted(encrypted + spec);
        var set = DocumentReader.read(List.of(new SourceFile("test.yaml", yaml)));
        if (set.httpCaches().size() != 1) {
            throw new IllegalArgumentException(String.valueOf(set.problems()));
        }
        Listeners.Change change = listeners.change();
        Preparation prepared = workload.prepare(set.httpCaches().getFirst(), (listener, wanted, options, handler) -> {
            Claim claim = change.claim("test", listener, 0, options, meters, handler);
            port = ((Claim.Claimed) claim).listener().port();
            return claim;
        });
        if (!(prepared instanceof Preparation.Ready ready)) {
            throw new IllegalArgumentException(String.valueOf(prepared));
        }
        ready.commit();
        change.commit();
    }

    /** The origin answers every request so. */
    void origin(Function<OriginConversation.Request, String> answer) {
        origin.script(conversation -> {
            for (var request = conversation.readRequest(); request != null; request = conversation.readRequest()) {
                conversation.send(answer.apply(request));
            }
        });
        origin.resetAll();
    }

    /** A response with these fields. */
    static String response(int status, String content, String... fields) {
        return "HTTP/1.1 " + status + " Said\r\n" + String.join("\r\n", fields) + (fields.length == 0 ? "" : "\r\n")
                + "Content-Length: " + content.length() + "\r\n\r\n" + content;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    HttpResponse<String> get(String path, String... fields) {
        return send("GET", path, "", fields);
    }

    HttpResponse<String> send(String method, String path, String content, String... fields) {
        return sending(method, path, content, fields).join();
    }

    /** What came, as it came. */
    HttpResponse<byte[]> bytes(String path, String... fields) {
        return sending("GET", path, "", HttpResponse.BodyHandlers.ofByteArray(), fields)
                .join();
    }

    /** What comes, while it comes. */
    CompletableFuture<HttpResponse<InputStream>> stream(String path, String... fields) {
        return sending("GET", path, "", HttpResponse.BodyHandlers.ofInputStream(), fields);
    }

    CompletableFuture<HttpResponse<String>> sending(String method, String path, String content, String... fields) {
        return sending(method, path, content, HttpResponse.BodyHandlers.ofString(), fields);
    }

    private <T> CompletableFuture<HttpResponse<T>> sending(
            String method, String path, String content, HttpResponse.BodyHandler<T> body, String... fields) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Patience.LIMIT);
        request.method(
                method,
                content.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(content));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.sendAsync(request.build(), body);
    }

    URI uri(String path) {
        return URI.create((spoken.http2Clients() ? "https" : "http") + "://127.0.0.1:" + port + path);
    }

    int port() {
        return port;
    }

    static String status(HttpResponse<?> response) {
        return response.headers().firstValue("Cache-Status").orElse("");
    }

    static String field(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** A client that sees HTTP/1 as it is on the wire. */
    WireClient connect() throws IOException {
        return WireClient.connect(port);
    }

    /** As the management port is asked. */
    Answer purge(String order, String token) {
        return purging.route()
                .answer()
                .apply(new Route.Request("POST", Map.of(), Map.of("authorization", "Bearer " + token), order));
    }

    Map<String, Object> report() {
        return workload.status();
    }

    @Override
    public void close() {
        listeners.drain(Duration.ZERO).closeNow();
        workload.stop(Duration.ZERO);
        closeOrigin();
        client.close();
        loops.close();
    }
}
