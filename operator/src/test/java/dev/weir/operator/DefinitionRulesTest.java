package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The definitions as a current API server takes them. An invalid resource tells in the comments that it begins with,
 * after {@code # refused:}, what the server must say.
 */
@RequiresApiServer(ApiServer.CRDS)
class DefinitionRulesTest {
    private static final Path CRDS = Path.of("../crds");
    private static final Path RESOURCES = Path.of("src/test/resources/resources");
    private static KubernetesClient client;

    @BeforeAll
    static void install() throws IOException {
        client = new KubernetesClientBuilder()
                .withConfig(ApiServer.CRDS.config())
                .build();
        for (String definition : List.of("kafkacachebinding", "httpcache")) {
            JsonNode yaml =
                    new YAMLMapper().readTree(CRDS.resolve(definition + ".yaml").toFile());
            client.resource(client.getKubernetesSerialization()
                            .unmarshal(yaml.toString(), GenericKubernetesResource.class))
                    .fieldManager("installation")
                    .forceConflicts()
                    .serverSideApply();
            await().ignoreException(KubernetesClientException.class)
                    .until(() -> client.raw("/apis/weir.dev/v1alpha1/" + definition + "s") != null);
        }
    }

    @AfterAll
    static void close() {
        client.close();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void what_is_right_is_taken(Path file) throws IOException {
        GenericKubernetesResource taken = create(file);

        assertThat(taken.getMetadata().getUid()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("dev.weir.operator.InstallationTest#samples")
    void the_samples_are_taken(String sample) throws IOException {
        assertThat(create(Site.SAMPLES.resolve(sample)).getMetadata().getUid()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void what_is_wrong_is_refused_with_the_reason(Path file) throws IOException {
        var refused = catchThrowableOfType(KubernetesClientException.class, () -> create(file));

        assertThat(refused).as("%s was taken", file).isNotNull();
        assertThat(expected(file))
                .isNotEmpty()
                .allSatisfy(message -> assertThat(refused.getMessage()).contains(message));
    }

    private static GenericKubernetesResource create(Path file) throws IOException {
        JsonNode yaml = new YAMLMapper().readTree(file.toFile());
        GenericKubernetesResource resource =
                client.getKubernetesSerialization().unmarshal(yaml.toString(), GenericKubernetesResource.class);
        resource.getMetadata().setNamespace("test-" + Long.toString(System.nanoTime(), Character.MAX_RADIX));
        return client.resource(resource).create();
    }

    private static List<String> expected(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .takeWhile(line -> line.startsWith("#"))
                .dropWhile(line -> !line.equals("# refused:"))
                .skip(1)
                .map(line -> line.substring(1).strip())
                .toList();
    }

    static List<Path> valid() throws IOException {
        return files("valid-");
    }

    static List<Path> invalid() throws IOException {
        return files("invalid-");
    }

    private static List<Path> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }
}
