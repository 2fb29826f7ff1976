package dev.weir.e2e.cluster;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that somebody named. Images are not brought to its nodes: they have them, or can pull them by the names
 * that the manifests say. Its nodes must reach this machine.
 */
final class GivenCluster implements ClusterProvider, Cluster {
    static final String VARIABLE = "WEIR_TEST_NODE_KUBECONFIG";

    /** The address of this machine, where it is not the one that the API server sees. */
    private static final String HOST = "WEIR_TEST_HOST_ADDRESS";

    private final @Nullable String named = System.getenv(VARIABLE);

    @Override
    public @Nullable String lacks() {
        return named == null || named.isEmpty() ? VARIABLE + " names none" : null;
    }

    @Override
    public Cluster start() {
        return this;
    }

    @Override
    public String description() {
        return "the cluster that " + VARIABLE + " names";
    }

    @Override
    public Path kubeconfig() {
        return Path.of(String.valueOf(named));
    }

    @Override
    public String hostAddress() {
        String said = System.getenv(HOST);
        return said == null || said.isEmpty()
                ? ApiServerAddress.of(kubeconfig()).seenFrom()
                : said;
    }

    @Override
    public void load(Path archive) {}

    @Override
    public boolean runOnNodes(String script) {
        return false;
    }
}
