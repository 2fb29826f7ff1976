package dev.weir.dataplane;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.CommandLine.Understood;
import dev.weir.dataplane.kafka.placement.PeerAddresses;
import dev.weir.dataplane.kafka.placement.Peers;
import dev.weir.dataplane.logging.LogFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Starts from the pod that the operator makes, as its golden manifest has it, and finds there what is needed. */
class PodManifestTest {
    private static final Path MANIFESTS = Path.of("../operator/src/test/resources/manifests/binding-whole");

    private final Map<?, ?> set = read("out-statefulset-orders.yaml");
    private final Map<?, ?> pod = at(set, "spec", "template", "spec");
    private final Map<?, ?> container = (Map<?, ?>) list(pod, "containers").getFirst();

    @Test
    void itsVariablesAreSettings() {
        List<String> known =
                List.of(Setting.values()).stream().map(Setting::variable).toList();

        assertThat(environment("orders-0").keySet())
                .allSatisfy(
                        name -> assertThat(name.startsWith("WEIR_") ? known : List.of("HOSTNAME", "JDK_JAVA_OPTIONS"))
                                .contains(name));
    }

    @Test
    void whatIsMountedIsWhereItIsLookedFor() {
        Settings settings = settings("orders-0");
        List<String> mounts = list(container, "volumeMounts").stream()
                .map(mount -> text(mount, "mountPath"))
                .toList();

        assertThat(mounts)
                .contains(
                        settings.documents().toString(),
                        settings.data().toString(),
                        settings.secrets() + "/kafka-ca",
                        settings.secrets() + "/kafka-user",
                        settings.secrets() + "/orders-tls");
        assertThat(settings.logFormat()).isEqualTo(LogFormat.JSON);
    }

    @Test
    void theManagementPortIsTheOneThatIsProbed() {
        assertThat(list(container, "ports")).anySatisfy(port -> {
            assertThat(text(port, "name")).isEqualTo("management");
            assertThat(text(port, "containerPort"))
                    .isEqualTo("" + settings("orders-0").management().port());
        });
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(text(at(container, probe, "httpGet"), "port")).isEqualTo("management");
        }
    }

    @Test
    void thereIsTimeToDrainAndToCloseBeforeItIsKilled() {
        long grace = Long.parseLong(text(pod, "terminationGracePeriodSeconds"));

        assertThat(grace).isGreaterThan(settings("orders-0").drain().toSeconds() + 10);
    }

    @Test
    void podsFindEachOtherByTheirNamesBehindTheHeadlessService() {
        String service = text(at(set, "spec"), "serviceName");
        String namespace = text(at(set, "metadata"), "namespace");

        Peers peers = Objects.requireNonNull(settings("orders-2").peers());

        assertThat(peers.ordinal()).isEqualTo(2);
        assertThat(peers.addresses().isTemplate()).isTrue();
        assertThat(peers.addresses().addresses())
                .containsExactly(new PeerAddresses.Address(
                        text(at(set, "metadata"), "name") + "-{ordinal}." + service + "." + namespace + ".svc", 0));
        Map<?, ?> headless = read("out-service-" + service + ".yaml");
        assertThat(text(at(headless, "spec"), "clusterIP")).isEqualTo("None");
        // one that is not ready yet is found as well, or none of them would ever be
        assertThat(text(at(headless, "spec"), "publishNotReadyAddresses")).isEqualTo("true");
    }

    private Settings settings(String podName) {
        return ((Understood) CommandLine.parse(List.of(), environment(podName))).settings();
    }

    /** As the kubelet makes it. */
    private Map<String, String> environment(String podName) {
        return new HashMap<>(list(container, "env").stream()
                .collect(toMap(
                        variable -> text(variable, "name"),
                        variable -> ((Map<?, ?>) variable).containsKey("value")
                                ? text(variable, "value")
                                : field(at((Map<?, ?>) variable, "valueFrom", "fieldRef"), podName))));
    }

    private static String field(Map<?, ?> reference, String podName) {
        assertThat(text(reference, "fieldPath")).isEqualTo("metadata.name");
        return podName;
    }

    private static Map<?, ?> read(String manifest) {
        try {
            return new Yaml().load(Files.readString(MANIFESTS.resolve(manifest)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<?, ?> at(Map<?, ?> object, String... path) {
        Map<?, ?> found = object;
        for (String field : path) {
            found = (Map<?, ?>) Objects.requireNonNull(found.get(field), field);
        }
        return found;
    }

    private static List<?> list(Map<?, ?> object, String field) {
        return (List<?>) Objects.requireNonNull(object.get(field), field);
    }

    private static String text(Object object, String field) {
        return String.valueOf(((Map<?, ?>) object).get(field));
    }
}
