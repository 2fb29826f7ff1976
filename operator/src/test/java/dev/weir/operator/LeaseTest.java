package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators as processes, as they are in a cluster. */
@RequiresApiServer(ApiServer.CONTROL)
class LeaseTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final KubernetesClient admin = TestCluster.get().admin();
    private final String namespace = TestCluster.get().newNamespace();
    private final StandInPods pods = new StandInPods(admin, namespace);
    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path logs;

    @BeforeEach
    void forgetTheLease() {
        admin.resources(Lease.class)
                .inNamespace("weir-system")
                .withName(OperatorProcess.LEASE)
                .delete();
    }

    @AfterEach
    void close() {
        processes.forEach(Process::destroyForcibly);
        pods.close();
        admin.namespaces().withName(namespace).delete();
    }

    @Test
    void one_that_loses_its_lease_ends_and_another_takes_over() throws Exception {
        Process first = start("first");
        await().atMost(PATIENCE).until(() -> holder().equals("first"));
        start("second");

        admin.resources(Lease.class)
                .inNamespace("weir-system")
                .withName(OperatorProcess.LEASE)
                .patch( // whichever version it has by now
                        PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"holderIdentity\":\"a stranger\"}}");

        assertThat(first.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isEqualTo(1);
        assertThat(Files.readString(logs.resolve("first.log"))).contains("The lease is lost");
        await().atMost(PATIENCE).until(() -> holder().equals("second"));
    }

    @Test
    void one_that_is_told_to_stop_gives_its_lease_back() throws Exception {
        Process only = start("only");
        await().atMost(PATIENCE).until(() -> holder().equals("only"));

        only.destroy();

        assertThat(only.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        String log = Files.readString(logs.resolve("only.log"));
        assertThat(log).contains("The operator has stopped");
        assertThat(holder()).as(log).isEmpty();
    }

    private Process start(String identity) throws IOException {
        File log = logs.resolve(identity + ".log").toFile();
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment()
                .putAll(Map.of(
                        "KUBECONFIG",
                                ApiServer.CONTROL.kubeconfig().orElseThrow().toString(),
                        "KUBERNETES_IMPERSONATE_USERNAME", "system:serviceaccount:weir-system:weir-operator",
                        "KUBERNETES_IMPERSONATE_GROUP", "system:authenticated",
                        "WEIR_DATAPLANE_IMAGE", "weir/dataplane:1",
                        "WEIR_OPERATOR_NAMESPACE", "weir-system",
                        "WEIR_NAMESPACES", namespace,
                        "WEIR_IDENTITY", identity,
                        "WEIR_LEASE_SECONDS", "6",
                        "WEIR_PORT", "0"));
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private String holder() {
        Lease lease = admin.resources(Lease.class)
                .inNamespace("weir-system")
                .withName(OperatorProcess.LEASE)
                .get();
        String holder = lease == null ? null : lease.getSpec().getHolderIdentity();
        return holder == null ? "" : holder;
    }
}
