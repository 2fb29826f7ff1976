package dev.weir.e2e.cluster;

import org.jspecify.annotations.Nullable;

/** Where a cluster may come from. */
interface ClusterProvider {
    /** What is missing for a cluster to come from here, and how to get it; null when nothing is. */
    @Nullable
    String lacks();

    /** Starts it where it does not run yet; whatever is started ends with this JVM. */
    Cluster start();
}
