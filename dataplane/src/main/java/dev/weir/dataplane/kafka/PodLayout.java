package dev.weir.dataplane.kafka;

import dev.weir.api.KafkaCacheBindingSpec;
import dev.weir.api.Problem;
import dev.weir.dataplane.kafka.placement.ClientProbe;
import dev.weir.dataplane.kafka.placement.PeerPods;
import dev.weir.dataplane.kafka.placement.Peers;
import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.placement.SinglePod;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pods of a cache, as its document and this process's settings tell of them together. */
final class PodLayout {
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);

    private final @Nullable Peers peers;
    private final @Nullable PeerPods pods;
    private volatile boolean secured;

    PodLayout(@Nullable Peers peers, KafkaCacheBindingSpec spec) {
        this.peers = peers;
        secured = spec.listeners().kafka().tls() != null;
        pods = peers == null || !problems(spec).isEmpty()
                ? null
                : new PeerPods(
                        peers.ordinal(),
                        layout(peers, spec),
                        new ClientProbe(PROBE_TIMEOUT, () -> secured),
                        PROBE_INTERVAL);
    }

    private static PeerPods.Layout layout(Peers peers, KafkaCacheBindingSpec spec) {
        int port = spec.listeners().kafka().port();
        return new PeerPods.Layout(peers.addresses(), spec.replicas(), port, spec.copies());
    }

    Placement placement() {
        return pods == null ? new SinglePod() : pods;
    }

    /** Why the document cannot be run by this process. */
    List<Problem> problems(KafkaCacheBindingSpec spec) {
        if (peers == null) {
            return List.of();
        }
        int count = peers.addresses().isTemplate()
                ? spec.replicas()
                : peers.addresses().addresses().size();
        return peers.ordinal() < count
                ? List.of()
                : List.of(Problem.at(
                        "spec.replicas",
                        "is " + count + ", but this process is pod " + peers.ordinal() + ", counted from 0",
                        "stop this process, or ask for more replicas"));
    }

    void apply(KafkaCacheBindingSpec spec) {
        secured = spec.listeners().kafka().tls() != null;
        if (pods != null && peers != null) {
            pods.apply(layout(peers, spec));
        }
    }

    void close() {
        if (pods != null) {
            pods.close();
        }
    }
}
