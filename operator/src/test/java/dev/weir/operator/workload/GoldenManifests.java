package dev.weir.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A folder of {@code src/test/resources/manifests}: {@code in-resource.yaml} is what a user applied,
 * {@code in-platform.yaml} what the cluster can do, and each {@code out-*.yaml} an object that comes of it. They are
 * written anew with {@code -Dgolden.write=true}, to be read before they are committed.
 */
public final class GoldenManifests {
    private static final Path SCENARIOS = Path.of("src/test/resources/manifests");
    private static final PodSettings SETTINGS = new PodSettings("weir/dataplane:1", 9100, "weir-system");

    private final KubernetesSerialization yaml = new KubernetesSerialization();
    private final Path scenario;

    private GoldenManifests(Path scenario) {
        this.scenario = scenario;
    }

    /** The scenarios whose names begin so. */
    public static Stream<String> scenarios(String prefix) throws IOException {
        try (Stream<Path> folders = Files.list(SCENARIOS)) {
            return folders
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** Holds what comes of a scenario's resource to the files that say what should. */
    public static <R extends HasMetadata> void check(String scenario, Class<R> type, Function<R, Workload> workload)
            throws IOException {
        var golden = new GoldenManifests(SCENARIOS.resolve(scenario));
        Map<String, String> actual = golden.manifests(type, workload);
        if (Boolean.getBoolean("golden.write")) {
            golden.write(actual);
        }
        assertThat(actual).isEqualTo(golden.expected());
    }

    private <R extends HasMetadata> Map<String, String> manifests(Class<R> type, Function<R, Workload> workload)
            throws IOException {
        R resource = yaml.unmarshal(Files.readString(scenario.resolve("in-resource.yaml")), type);
        Platform platform = yaml.unmarshal(Files.readString(scenario.resolve("in-platform.yaml")), Platform.class);
        var manifests = new TreeMap<String, String>();
        for (HasMetadata object : Manifests.of(workload.apply(resource), SETTINGS, platform)) {
            String kind = object.getKind().toLowerCase(Locale.ROOT);
            String name = "out-" + kind + "-" + object.getMetadata().getName() + ".yaml";
            assertThat(manifests.put(name, yaml.asYaml(object))).as(name).isNull();
        }
        return manifests;
    }

    private Map<String, String> expected() throws IOException {
        var expected = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(scenario)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("out-")) {
                    expected.put(name, Files.readString(file));
                }
            }
        }
        return expected;
    }

    private void write(Map<String, String> manifests) throws IOException {
        for (String old : expected().keySet()) {
            Files.delete(scenario.resolve(old));
        }
        for (Map.Entry<String, String> manifest : manifests.entrySet()) {
            Files.writeString(scenario.resolve(manifest.getKey()), manifest.getValue());
        }
    }
}
