package dev.weir.e2e.cluster;

import dev.weir.e2e.host.ProjectFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The nodes that {@code ./weir cluster up node} runs on this machine. */
final class HostCluster implements ClusterProvider, Cluster {
    private final Path kubeconfig = home().resolve("node/admin.kubeconfig");

    /** The folder that {@code e2e/kubernetes/common.sh} keeps everything in. */
    private static Path home() {
        return variable("WEIR_CLUSTER_HOME")
                .map(Path::of)
                .orElseGet(() -> variable("XDG_CACHE_HOME")
                        .map(Path::of)
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("weir/cluster"));
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    @Override
    public @Nullable String lacks() {
        boolean another = variable(GivenCluster.VARIABLE)
                .filter(given -> !given.equals(kubeconfig.toString()))
                .isPresent();
        if (another
                || !Files.isReadable(kubeconfig)
                || ApiServerAddress.of(kubeconfig).isSilent()) {
            return "none runs here (./weir cluster up node starts one)";
        }
        return null;
    }

    @Override
    public Cluster start() {
        return this;
    }

    @Override
    public String description() {
        return "the nodes on this machine";
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public String hostAddress() {
        return ApiServerAddress.of(kubeconfig).seenFrom();
    }

    @Override
    public void load(Path archive) {
        run(
                "cannot load " + archive,
                ProjectFolder.root().resolve("e2e/kubernetes/load.sh").toString(),
                archive.toString());
    }

    /** All nodes share the processes of this machine. */
    @Override
    public boolean runOnNodes(String script) {
        run("failed on the nodes", "sh", "-c", script);
        return true;
    }

    private static void run(String failure, String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(failure + ": " + told);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
