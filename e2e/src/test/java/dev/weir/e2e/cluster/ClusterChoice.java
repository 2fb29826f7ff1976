package dev.weir.e2e.cluster;

import java.util.ArrayList;
import java.util.List;

/** Which cluster the tests use: the same one throughout a JVM. */
sealed interface ClusterChoice {
    /** It is there. */
    record Found(Cluster cluster) implements ClusterChoice {}

    /** There is none, and this is why. */
    record None(String reason) implements ClusterChoice {}

    /** What somebody named or started comes before what has to be started; Docker is looked for last. */
    static ClusterChoice made() {
        return Made.CHOICE;
    }

    /** The one that was chosen, for tests that have asked whether there is one. */
    static Cluster cluster() {
        return switch (made()) {
            case Found found -> found.cluster();
            case None none -> throw new IllegalStateException(none.reason());
        };
    }

    /** Chooses when it is first asked for, and prints the choice. */
    final class Made {
        private static final ClusterChoice CHOICE = choose();

        private Made() {}

        private static ClusterChoice choose() {
            var missing = new ArrayList<String>();
            for (ClusterProvider provider : List.of(new HostCluster(), new GivenCluster(), new DockerCluster())) {
                String lacks = provider.lacks();
                if (lacks == null) {
                    Cluster cluster = provider.start();
                    System.out.println("Tests of whole clusters use " + cluster.description() + ", which reaches this"
                            + " machine as " + cluster.hostAddress());
                    return new Found(cluster);
                }
                missing.add(lacks);
            }
            String reason = "there is no Kubernetes with nodes: " + String.join(", ", missing);
            System.out.println("No tests of whole clusters: " + reason);
            return new None(reason);
        }
    }
}
