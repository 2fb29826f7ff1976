package dev.weir.e2e.cluster;

import java.nio.file.Path;

/** A Kubernetes whose nodes run pods. */
interface Cluster {
    /** Which one it is, in a few words. */
    String description();

    /** A file that leads to it, with the rights of an administrator. */
    Path kubeconfig();

    /** An address of this machine that pods reach it by. */
    String hostAddress();

    /** Brings an image to all nodes. */
    void load(Path archive);

    /** Runs a shell script on every node, as its administrator; false where that is not for tests to do. */
    boolean runOnNodes(String script);
}
