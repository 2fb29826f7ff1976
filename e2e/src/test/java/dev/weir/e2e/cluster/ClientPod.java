package dev.weir.e2e.cluster;

import static org.awaitility.Awaitility.await;

import dev.weir.e2e.host.ProjectFolder;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A program of the tests in a pod beside a cache: Java and Kafka's client are in the image of the data-plane. */
final class ClientPod {
    private static final String NAME = "client";
    private static final long USER = 10001L;

    private final Applied cache;

    private ClientPod(Applied cache) {
        this.cache = cache;
    }

    /**
     * Runs a program to its end, and returns the lines that it printed. There is one such pod in a namespace.
     *
     * @param program a class whose one file is all that it needs
     */
    static List<String> run(Applied cache, Class<?> program, String... arguments) {
        var pod = new ClientPod(cache);
        String file = program.getName().replace('.', '/') + ".class";
        pod.bring(file);
        var command = new ArrayList<>(
                List.of("/opt/java/bin/java", "-Xmx64m", "-cp", "/opt/client:/opt/weir/lib/*", program.getName()));
        command.addAll(List.of(arguments));
        pod.start(file, command);
        pod.awaitEnd();
        return cache.kubectl("logs", NAME).lines().toList();
    }

    private void bring(String file) {
        try {
            byte[] compiled = Files.readAllBytes(
                    ProjectFolder.target().resolve("test-classes").resolve(Path.of(file)));
            cache.client()
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(NAME)
                            .withNamespace(cache.namespace())
                            .endMetadata()
                            .addToBinaryData("program", Base64.getEncoder().encodeToString(compiled))
                            .build())
                    .create();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(String file, List<String> command) {
        cache.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withNamespace(cache.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .withNewSecurityContext()
                        .withRunAsNonRoot(true)
                        .withRunAsUser(USER)
                        .withNewSeccompProfile()
                        .withType("RuntimeDefault")
                        .endSeccompProfile()
                        .endSecurityContext()
                        .addNewContainer()
                        .withName(NAME)
                        .withImage(image())
                        .withCommand(command)
                        .withNewSecurityContext()
                        .withAllowPrivilegeEscalation(false)
                        .withNewCapabilities()
                        .withDrop("ALL")
                        .endCapabilities()
                        .endSecurityContext()
                        .addNewVolumeMount()
                        .withName("program")
                        .withMountPath("/opt/client")
                        .endVolumeMount()
                        .endContainer()
                        .addNewVolume()
                        .withName("program")
                        .withNewConfigMap()
                        .withName(NAME)
                        .withItems(new KeyToPathBuilder()
                                .withKey("program")
                                .withPath(file)
                                .build())
                        .endConfigMap()
                        .endVolume()
                        .endSpec()
                        .build())
                .create();
    }

    private void awaitEnd() {
        await("the client ends")
                .atMost(Applied.PATIENCE)
                .until(() -> cache.kubectl("get", "pod", NAME, "-o", "jsonpath={.status.phase}"), phase -> {
                    if (phase.equals("Failed")) {
                        throw new AssertionError("the client failed: " + cache.kubectl("logs", NAME));
                    }
                    return phase.equals("Succeeded");
                });
    }

    /** The data-plane's, under the name that it has here. */
    private String image() {
        return cache.statefulSet()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }
}
