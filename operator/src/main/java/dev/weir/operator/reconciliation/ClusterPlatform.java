package dev.weir.operator.reconciliation;

import dev.weir.operator.workload.Platform;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server what it serves: once what belongs to its version, because what is watched is decided at the
 * start; and again after a while what anybody may install.
 */
public final class ClusterPlatform {
    private static final Duration KEPT = Duration.ofMinutes(1);

    /** The first minor version of Kubernetes 1 whose StatefulSets can delete claims without being configured to. */
    private static final int CLAIM_RETENTION_SINCE = 27;

    private final KubernetesClient client;
    private final InstantSource clock;
    private @Nullable Platform platform;
    private Instant asked = Instant.EPOCH;

    public ClusterPlatform(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    public synchronized Platform get() {
        Instant now = clock.instant();
        Platform known = platform;
        if (known == null || now.isAfter(asked.plus(KEPT))) {
            known = known == null
                    ? ask()
                    : new Platform(known.disruptionBudgets(), known.claimRetention(), podMonitors());
            platform = known;
            asked = now;
        }
        return known;
    }

    private Platform ask() {
        // some write 20+
        String minor = client.getKubernetesVersion().getMinor().replaceAll("[^0-9].*", "");
        return new Platform(
                client.supports("policy/v1", "PodDisruptionBudget"),
                !minor.isEmpty() && Integer.parseInt(minor) >= CLAIM_RETENTION_SINCE,
                podMonitors());
    }

    private boolean podMonitors() {
        return client.supports("monitoring.coreos.com/v1", "PodMonitor");
    }
}
