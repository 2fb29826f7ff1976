package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people see. The README shows it, and is held to it. */
@RequiresApiServer(ApiServer.CONTROL)
class KubectlTest {
    private static final Path README = Path.of("../README.md");
    private static final Path CONTRACT = Path.of("../deploy/reference/status");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Site site;

    @BeforeEach
    void open() throws IOException {
        site = new Site();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void the_readme_shows_what_kubectl_gets() throws Exception {
        site.pods().tell(contract("kafka-cache.json"));
        site.applySample("orders.yaml");
        site.awaitCondition("orders", "Warm", "Warming");
        site.awaitCondition("orders", "Ready", "Ready");

        assertThat(Files.readString(README)).contains(kubectl("get", "kcb").replaceAll("\\d+m?\\d*s *\n", "2m\n"));
        assertThat(kubectl("get", "kcb,hc", "-o", "wide")).contains("1 pod serves what was applied.");
    }

    @Test
    void describing_a_binding_tells_why_and_explaining_it_tells_how() throws Exception {
        site.apply(Files.readString(Site.SAMPLES.resolve("orders.yaml"))
                .replace("    kafka:", "    kafka:\n      tls: {certificateSecretRef: {name: not-there}}"));
        site.awaitCondition("orders", "ResolvedRefs", "SecretMissing");

        assertThat(kubectl("describe", "kcb", "orders"))
                .contains("Reason:                SecretMissing")
                .contains("not-there")
                .contains("Warning  SecretMissing");
        assertThat(kubectl("explain", "kcb.spec.copies")).contains("How many of the pods hold each partition.");
        assertThat(kubectl("explain", "hc.spec.routes")).contains("FIELDS");
    }

    private static String contract(String file) throws IOException {
        JsonNode status = JSON.readTree(CONTRACT.resolve(file).toFile())
                .path("documents")
                .path(0)
                .path("status");
        ((ObjectNode) status).withArray("upstreams").remove(1);
        return status.toString();
    }

    /** The one that {@code ./weir cluster} built, or that of the machine. */
    private String kubectl(String... arguments) throws IOException, InterruptedException {
        Path kubeconfig = ApiServer.CONTROL.kubeconfig().orElseThrow();
        Path built = kubeconfig.resolveSibling("../bin/kubectl").normalize();
        var command = new ArrayList<>(List.of(Files.isExecutable(built) ? built.toString() : "kubectl"));
        command.addAll(List.of("--kubeconfig", kubeconfig.toString(), "--namespace", site.namespace()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
