package dev.weir.api.document;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Beside a sample that names Secrets lies an example of them, in a file of the same name with {@code -secrets}. */
class SamplesTest {
    private static final Path SAMPLES = Path.of("../deploy/samples");
    private static final String OF_SECRETS = "-secrets.yaml";

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.filter(file -> !file.toString().endsWith(OF_SECRETS))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_sample_is_right_and_is_called_as_its_file(Path sample) throws IOException {
        DocumentSet read = read(List.of(sample));

        assertThat(read.problems()).isEmpty();
        assertThat(Stream.of(read.bindings(), read.httpCaches())
                        .flatMap(Collection::stream)
                        .map(document -> document.metadata().name() + ".yaml"))
                .containsExactly(sample.getFileName().toString());
    }

    /** As the demo runs them. */
    @Test
    void the_least_ones_can_stand_side_by_side() throws IOException {
        DocumentSet read = read(List.of(SAMPLES.resolve("orders.yaml"), SAMPLES.resolve("catalog.yaml")));

        assertThat(read.problems()).isEmpty();
        assertThat(read.bindings()).hasSize(1);
        assertThat(read.httpCaches()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void the_secrets_that_a_sample_names_lie_beside_it(Path sample) throws IOException {
        var named = new TreeMap<String, Set<String>>();
        documents(sample).forEach(document -> collect("", document, named));
        Path secrets = Path.of(sample.toString().replace(".yaml", OF_SECRETS));
        var shown = new TreeMap<String, Set<String>>();
        if (Files.exists(secrets)) {
            for (Object secret : documents(secrets)) {
                shown.put(
                        "" + fields(secret, "metadata").get("name"),
                        fields(secret, "stringData").keySet().stream()
                                .map(String::valueOf)
                                .collect(toSet()));
            }
        }

        assertThat(shown).isEqualTo(named);
    }

    @Test
    void at_least_one_sample_names_secrets() {
        assertThat(SAMPLES.resolve("orders-production" + OF_SECRETS)).exists();
        assertThat(SAMPLES.resolve("catalog-production" + OF_SECRETS)).exists();
    }

    private static DocumentSet read(List<Path> samples) throws IOException {
        var files = new ArrayList<SourceFile>();
        for (Path sample : samples) {
            files.add(new SourceFile(sample.toString(), Files.readString(sample)));
        }
        return DocumentReader.read(files);
    }

    private static List<Object> documents(Path file) throws IOException {
        return StreamSupport.stream(new Yaml().loadAll(Files.readString(file)).spliterator(), false)
                .toList();
    }

    private static Map<?, ?> fields(Object object, String field) {
        return object instanceof Map<?, ?> map && map.get(field) instanceof Map<?, ?> fields ? fields : Map.of();
    }

    /** The keys that each Secret must hold, by the fields that name it. */
    private static void collect(String field, Object node, Map<String, Set<String>> named) {
        if (node instanceof Map<?, ?> map) {
            if (field.endsWith("ecretRef")) {
                named.merge(
                        "" + map.get("name"),
                        keys(field, map),
                        (some, more) ->
                                Stream.of(some, more).flatMap(Set::stream).collect(toSet()));
            }
            map.forEach((key, value) -> collect("" + key, value, named));
        } else if (node instanceof List<?> list) {
            list.forEach(item -> collect(field, item, named));
        }
    }

    private static Set<String> keys(String field, Map<?, ?> reference) {
        return switch (field) {
            case "caSecretRef", "clientCaSecretRef" ->
                Set.of(reference.containsKey("key") ? "" + reference.get("key") : "ca.crt");
            case "certificateSecretRef", "clientCertificateSecretRef" -> Set.of("tls.crt", "tls.key");
            case "keysSecretRef" -> Set.of(reference.containsKey("key") ? "" + reference.get("key") : "jwks.json");
            case "tokenSecretRef" -> Set.of(reference.containsKey("key") ? "" + reference.get("key") : "token");
            case "secretRef" -> Set.of("username", "password");
            default -> throw new IllegalArgumentException("what must a Secret hold that is named by " + field + "?");
        };
    }
}
