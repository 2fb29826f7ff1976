package dev.weir.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Watches the pods of a cache: which have been replaced, in which order, and how many were away at a time. */
final class Replacements implements ResourceEventHandler<Pod>, AutoCloseable {
    private final SharedIndexInformer<Pod> informer;
    private final Set<String> away = new TreeSet<>();
    private final List<String> backInOrder = new ArrayList<>();
    private int awayMax;

    Replacements(Shop shop) {
        informer = shop.client()
                .pods()
                .inNamespace(shop.namespace())
                .withLabel("app.kubernetes.io/instance", Shop.BINDING)
                .inform(this);
    }

    /** The names of pods, each time when its successor became ready. */
    synchronized List<String> inOrder() {
        return List.copyOf(backInOrder);
    }

    synchronized int awayMax() {
        return awayMax;
    }

    @Override
    public void onAdd(Pod pod) {
        seen(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        if (!before.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
            went(pod);
        }
        seen(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean unknown) {
        went(pod);
    }

    private synchronized void seen(Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            went(pod);
        } else if (Readiness.isPodReady(pod) && away.remove(pod.getMetadata().getName())) {
            backInOrder.add(pod.getMetadata().getName());
        }
    }

    private synchronized void went(Pod pod) {
        away.add(pod.getMetadata().getName());
        awayMax = Math.max(awayMax, away.size());
    }

    @Override
    public void close() {
        informer.close();
    }
}
