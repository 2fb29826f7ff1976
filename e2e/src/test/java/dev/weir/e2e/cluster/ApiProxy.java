package dev.weir.e2e.cluster;

import dev.weir.e2e.host.ChildProcess;
import dev.weir.e2e.host.FreePort;
import dev.weir.e2e.host.TempFolder;
import java.time.Duration;
import java.util.List;

/** A port of this machine where the API server answers an administrator, who need not say who he is. */
final class ApiProxy implements AutoCloseable {
    private final TempFolder folder;
    private final ChildProcess process;
    private final int port;

    private ApiProxy(TempFolder folder, ChildProcess process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    static ApiProxy open(Cluster cluster) {
        var folder = TempFolder.create("weir-proxy-");
        int port = FreePort.pick();
        var command = List.of(
                "kubectl", "--kubeconfig=" + cluster.kubeconfig(), "proxy", "--port=" + port, "--address=127.0.0.1");
        var process = ChildProcess.start("kubectl proxy", command, folder.path().resolve("log"));
        process.awaitReady(() -> !FreePort.isFree(port), Shop.PATIENCE);
        return new ApiProxy(folder, process, port);
    }

    /** Where a port of a pod answers, to clients of HTTP/1.1 that do not offer to upgrade. */
    String pod(String namespace, String pod, int port) {
        return "http://" + address() + "/api/v1/namespaces/" + namespace + "/pods/" + pod + ":" + port + "/proxy";
    }

    /** Host and port. */
    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.terminate(Duration.ofSeconds(30));
        folder.close();
    }
}
