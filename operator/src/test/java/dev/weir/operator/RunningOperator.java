package dev.weir.operator;

import dev.weir.operator.logging.LogFormat;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The operator, as the user that the shipped roles are bound to, for one namespace. */
final class RunningOperator implements AutoCloseable {
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private final KubernetesClient client;
    private final OperatorProcess process;

    RunningOperator(Config config, String namespace) throws IOException {
        client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("writes", new Interceptor() {
                    @Override
                    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                        boolean asks = request.method().equals("GET")
                                || request.uri().getPath().contains("authorization.k8s.io")
                                || request.uri().getPath().contains("/leases");
                        if (!asks) {
                            writes.add(request.method() + " " + request.uri().getPath());
                        }
                    }
                }))
                .build();
        process = new OperatorProcess(settings(namespace), client, Clock.systemUTC(), () -> {});
        process.start();
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

    int port() {
        return process.port();
    }

    @Override
    public void close() {
        process.close();
        client.close();
    }
}
