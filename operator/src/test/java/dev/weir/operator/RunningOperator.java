package dev.weir.operator;

import dev.weir.operator.logging.LogFormat;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operator, as the user that the shipped roles are bound to, for one namespace. */
final class RunningOperator implements AutoCloseable {
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final KubernetesClient client;
    private final OperatorProcess process;

    RunningOperator(Config config, String namespace, @Nullable Refusals refusals) throws IOException {
        client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("writes", new Interceptor() {
                    @Override
                    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                        note(request);
                        if (refusals != null) {
                            refusals.instead(request).ifPresent(builder::uri);
                        }
                    }
                }))
                .build();
        process = new OperatorProcess(settings(namespace), client, Clock.systemUTC(), () -> {});
        process.start();
    }

    private void note(HttpRequest request) {
        URI uri = request.uri();
        boolean asks = request.method().equals("GET")
                || uri.getPath().contains("authorization.k8s.io")
                || uri.getPath().contains("/leases");
        (asks ? asked : writes)
                .add(request.method() + " " + (asks ? uri.getPath() + "?" + uri.getQuery() : uri.getPath()));
    }

    static Settings settings(String namespace) {
        return new Settings(
                "weir/dataplane:1",
                Set.of(namespace),
                "weir-system",
                "test",
                false,
                Duration.ofSeconds(15),
                Duration.ofSeconds(1),
                StandInPods.PORT,
                0,
                2,
                LogFormat.PLAIN,
                "info");
    }

    /** Everything that it wrote so far, as method and path. */
    List<String> writes() {
        return List.copyOf(writes);
    }

    /** Everything that it asked so far, as method, path and query. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** What its management port answers. */
    String tell(String path) {
        try (var http = HttpClient.newHttpClient()) {
            var request = java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + process.port() + path))
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How often it has reconciled resources of a kind without a failure. */
    double reconciles(String kind) {
        Pattern counter = Pattern.compile("(?m)^weir_operator_reconciles_seconds_count\\{controller=\""
                + kind.toLowerCase(Locale.ROOT) + "reconciler\",result=\"success\".*} (.*)$");
        return counter.matcher(tell("/metrics"))
                .results()
                .mapToDouble(count -> Double.parseDouble(count.group(1)))
                .sum();
    }

    @Override
    public void close() {
        process.close();
        client.close();
    }
}
