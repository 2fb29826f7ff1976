package dev.weir.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** K3s in a container, where a Docker engine answers. It goes when this JVM ends. */
final class DockerCluster implements ClusterProvider {
    private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.34.1-k3s1");

    @Override
    public @Nullable String lacks() {
        return DockerClientFactory.instance().isDockerAvailable() ? null : "no Docker engine answers";
    }

    @Override
    public Cluster start() {
        var container = new K3sContainer(IMAGE);
        container.start();
        try {
            Path kubeconfig = Files.createTempFile("weir-k3s-", ".kubeconfig");
            kubeconfig.toFile().deleteOnExit();
            Files.writeString(kubeconfig, container.getKubeConfigYaml());
            return new Running(container, kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Running(K3sContainer container, Path kubeconfig) implements Cluster {
        @Override
        public String description() {
            return "K3s in Docker, " + IMAGE;
        }

        /** The gateway of the container's network is this machine, where the engine runs on it. */
        @Override
        public String hostAddress() {
            return container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                    .map(network -> String.valueOf(network.getGateway()))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void load(Path archive) {
            String there = "/tmp/" + archive.getFileName();
            container.copyFileToContainer(MountableFile.forHostPath(archive), there);
            run("cannot load " + archive, "ctr", "-n", "k8s.io", "images", "import", there);
        }

        @Override
        public boolean runOnNodes(String script) {
            run("failed on the node", "sh", "-c", script);
            return true;
        }

        private void run(String failure, String... command) {
            try {
                ExecResult ended = container.execInContainer(command);
                if (ended.getExitCode() != 0) {
                    throw new IllegalStateException(failure + ": " + ended);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
