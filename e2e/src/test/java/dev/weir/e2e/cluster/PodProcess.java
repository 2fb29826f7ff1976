package dev.weir.e2e.cluster;

import static org.junit.jupiter.api.Assumptions.abort;

import io.fabric8.kubernetes.api.model.Pod;

/** The program in the one container of a pod, as it is on its node. */
final class PodProcess {
    /** Control groups have the name of their pod, with underscores where systemd makes them. */
    private static final String KILL = """
        for process in /proc/[0-9]*; do
          if grep -qs -e UID -e SYSTEMD "$process/cgroup" && grep -qs /opt/java/bin/java "$process/cmdline"; then
            kill -9 "${process#/proc/}"
          fi
        done
        """;

    private PodProcess() {}

    /** By {@code kill -9}: the pod stays, and its node starts the program anew. */
    static void kill(Cluster cluster, Pod pod) {
        String uid = pod.getMetadata().getUid();
        if (!cluster.runOnNodes(KILL.replace("UID", uid).replace("SYSTEMD", uid.replace('-', '_')))) {
            String reason = "nothing can be killed on the nodes of " + cluster.description();
            System.out.println(reason + ": the rest of the test is skipped");
            abort(reason);
        }
    }
}
