package dev.weir.operator;

import static org.awaitility.Awaitility.await;

import dev.weir.api.Condition;
import dev.weir.api.KafkaCacheBinding;
import dev.weir.api.KafkaCacheBindingStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A namespace of its own in the test cluster, with stand-ins for its pods, and the operator. */
final class Site implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);
    static final Path SAMPLES = Path.of("../deploy/samples");

    private final KubernetesClient admin = TestCluster.get().admin();
    private final Config config;
    private final String namespace = TestCluster.get().newNamespace();
    private final StandInPods pods = new StandInPods(admin, namespace);
    private final @Nullable Refusals refusals;
    private RunningOperator operator;

    Site() throws IOException {
        this(TestCluster.get().operatorConfig());
    }

    /** One whose operator reaches the API server in a way of its own. */
    Site(Config config) throws IOException {
        this(config, null);
    }

    /** One where some of what the operator asks is refused. */
    Site(Refusals refusals) throws IOException {
        this(TestCluster.get().operatorConfig(), refusals);
    }

    private Site(Config config, @Nullable Refusals refusals) throws IOException {
        this.config = config;
        this.refusals = refusals;
        operator = new RunningOperator(config, namespace, refusals);
    }

    KubernetesClient admin() {
        return admin;
    }

    String namespace() {
        return namespace;
    }

    StandInPods pods() {
        return pods;
    }

    RunningOperator operator() {
        return operator;
    }

    void stopOperator() {
        operator.close();
    }

    void startOperator() throws IOException {
        operator = new RunningOperator(config, namespace, refusals);
    }

    /** As {@code kubectl apply} does it. */
    void apply(String yaml) {
        for (HasMetadata object : admin.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            object.getMetadata().setNamespace(namespace);
            admin.resource(object).fieldManager("user").serverSideApply();
        }
    }

    void applySample(String name) throws IOException {
        apply(Files.readString(SAMPLES.resolve(name)));
    }

    <T extends HasMetadata> T get(Class<T> type, String name) {
        return admin.resources(type).inNamespace(namespace).withName(name).require();
    }

    void secret(String name, Map<String, String> values) {
        admin.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withStringData(values)
                        .build())
                .fieldManager("user")
                .serverSideApply();
    }

    KafkaCacheBindingStatus status(String binding) {
        return get(KafkaCacheBinding.class, binding).getStatus();
    }

    /** Waits until a condition of a binding has this status and reason, for its present generation. */
    Condition awaitCondition(String binding, String type, String reason) {
        return await(type + " is " + reason)
                .atMost(PATIENCE)
                .until(
                        () -> condition(binding, type),
                        found -> found.filter(condition -> condition.reason().equals(reason))
                                .isPresent())
                .orElseThrow();
    }

    private Optional<Condition> condition(String name, String type) {
        KafkaCacheBinding binding = get(KafkaCacheBinding.class, name);
        if (binding.getStatus() == null
                || !binding.getMetadata()
                        .getGeneration()
                        .equals(binding.getStatus().observedGeneration())) {
            return Optional.empty();
        }
        return binding.getStatus().conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /** As people do, who try again when a controller was quicker. */
    <T extends HasMetadata> void edit(Class<T> type, String name, Consumer<T> change) {
        while (true) {
            try {
                admin.resources(type).inNamespace(namespace).withName(name).edit(object -> {
                    change.accept(object);
                    return object;
                });
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        operator.close();
        pods.close();
        admin.namespaces().withName(namespace).delete();
    }
}
