package dev.weir.operator.reconciliation;

import dev.weir.operator.apply.Applier;
import dev.weir.operator.conditions.Reason;
import dev.weir.operator.logging.LogKey;
import dev.weir.operator.storage.Claims;
import dev.weir.operator.storage.StoragePlan;
import dev.weir.operator.workload.Platform;
import dev.weir.operator.workload.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the objects of one resource about. */
final class Realization<R extends HasMetadata> {
    private static final Logger log = LoggerFactory.getLogger(Realization.class);
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final Applier applier;
    private final Live<R> live;
    private final Workload workload;
    private final Platform platform;

    /** What is there of what is desired, by kind and name. */
    private final Map<String, Optional<HasMetadata>> there = new HashMap<>();

    Realization(KubernetesClient client, Live<R> live, Workload workload, Platform platform) {
        this.client = client;
        this.applier = new Applier(client);
        this.live = live;
        this.workload = workload;
        this.platform = platform;
    }

    /** The first object that is in the way: its name is needed, and it is somebody else's. */
    Optional<HasMetadata> taken(List<HasMetadata> desired) {
        return desired.stream()
                .flatMap(object -> there(object).stream())
                .filter(object -> !workload.owner().controls(object))
                .findFirst();
    }

    /** Nothing when all was done, or else why it cannot be. */
    Optional<Outcome.Refused> bringAbout(List<HasMetadata> desired, List<HasMetadata> unwanted, StoragePlan plan) {
        try {
            Claims.desired(workload, live.all(PersistentVolumeClaim.class), plan, platform)
                    .forEach(claim -> apply(
                            PersistentVolumeClaim.class,
                            claim,
                            live.find(
                                    PersistentVolumeClaim.class,
                                    claim.getMetadata().getName())));
        } catch (KubernetesClientException e) {
            if (plan instanceof StoragePlan.Grow && isRefusal(e)) {
                return Optional.of(new Outcome.Refused(Reason.STORAGE_FIXED.because("The volumes cannot grow: "
                        + (e.getStatus() == null
                                ? e.getMessage()
                                : e.getStatus().getMessage())
                        + ". Set " + workload.storagePath()
                        + ".size back, or let their StorageClass expand volumes.")));
            }
            throw e;
        }
        if (plan instanceof StoragePlan.Grow grow) {
            orphanPods(grow);
        }
        for (HasMetadata object : desired) {
            apply(object, plan);
        }
        unwanted.forEach(this::remove);
        return Optional.empty();
    }

    /** What somebody else has by the same name is none of ours. */
    private void remove(HasMetadata object) {
        there(object)
                .filter(workload.owner()::controls)
                .filter(known -> known.getMetadata().getDeletionTimestamp() == null)
                .ifPresent(known -> {
                    client.resource(known).delete();
                    log.atInfo()
                            .addKeyValue(LogKey.KIND, known.getKind())
                            .addKeyValue(LogKey.NAMESPACE, known.getMetadata().getNamespace())
                            .addKeyValue(LogKey.NAME, known.getMetadata().getName())
                            .log("Removed");
                });
    }

    private static boolean isRefusal(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN || e.getCode() == UNPROCESSABLE;
    }

    /** Its claims cannot change: it is made anew, and takes up the pods that it left. */
    private void orphanPods(StoragePlan.Grow grow) {
        String name = workload.names().statefulSet();
        log.atInfo()
                .addKeyValue(LogKey.NAMESPACE, workload.owner().namespace())
                .addKeyValue(LogKey.NAME, name)
                .addKeyValue(LogKey.FROM, grow.from())
                .addKeyValue(LogKey.TO, grow.to())
                .log("Volumes grow, and the StatefulSet is made anew around its pods");
        client.apps()
                .statefulSets()
                .inNamespace(workload.owner().namespace())
                .withName(name)
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();
    }

    private void apply(HasMetadata object, StoragePlan plan) {
        Optional<HasMetadata> before = there(object);
        boolean going = before.isPresent() && before.get().getMetadata().getDeletionTimestamp() != null;
        if (going || (object instanceof StatefulSet && plan instanceof StoragePlan.Grow)) {
            // it is made anew when it is gone, of which we will hear
            return;
        }
        switch (object) {
            case ConfigMap it -> apply(ConfigMap.class, it, before);
            case Service it -> apply(Service.class, it, before);
            case NetworkPolicy it -> apply(NetworkPolicy.class, it, before);
            case PodDisruptionBudget it -> apply(PodDisruptionBudget.class, it, before);
            case StatefulSet it -> apply(StatefulSet.class, it, before);
            default -> applier.apply(object, before);
        }
    }

    private <T extends HasMetadata> void apply(Class<T> type, T object, Optional<? extends HasMetadata> before) {
        applier.apply(object, before.map(HasMetadata.class::cast))
                .ifPresent(written -> live.written(type, type.cast(written), before));
    }

    private Optional<HasMetadata> there(HasMetadata object) {
        return there.computeIfAbsent(
                object.getKind() + " " + object.getMetadata().getName(), name -> find(object));
    }

    /** What the informers do not know may still be there, as somebody else's. */
    private Optional<HasMetadata> find(HasMetadata object) {
        String name = object.getMetadata().getName();
        Optional<? extends HasMetadata> known = switch (object) {
            case ConfigMap it -> live.find(ConfigMap.class, name);
            case Service it -> live.find(Service.class, name);
            case NetworkPolicy it -> live.find(NetworkPolicy.class, name);
            case PodDisruptionBudget it -> live.find(PodDisruptionBudget.class, name);
            case StatefulSet it -> live.find(StatefulSet.class, name);
            default -> Optional.empty();
        };
        return known.isPresent() ? known.map(HasMetadata.class::cast) : applier.read(object);
    }
}
