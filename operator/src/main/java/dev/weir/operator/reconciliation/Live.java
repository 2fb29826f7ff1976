package dev.weir.operator.reconciliation;

import dev.weir.operator.workload.Labels;
import dev.weir.operator.workload.Platform;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The objects of one resource as the informers know them. They are found by their labels: of all the objects in a
 * cluster only those of Weir are kept in memory.
 */
final class Live<R extends HasMetadata> {
    private final Context<R> context;

    Live(Context<R> context) {
        this.context = context;
    }

    /** What is watched. Any change of these brings the resource that they belong to about again. */
    static <R extends HasMetadata> List<EventSource<?, R>> sources(
            EventSourceContext<R> context, String component, Platform platform) {
        var types = new ArrayList<Class<? extends HasMetadata>>(List.of(
                ConfigMap.class,
                Service.class,
                NetworkPolicy.class,
                StatefulSet.class,
                Pod.class,
                PersistentVolumeClaim.class));
        if (platform.disruptionBudgets()) {
            types.add(PodDisruptionBudget.class);
        }
        var sources = new ArrayList<EventSource<?, R>>();
        types.forEach(type -> sources.add(source(type, context, component)));
        return sources;
    }

    private static <T extends HasMetadata, R extends HasMetadata> EventSource<T, R> source(
            Class<T> type, EventSourceContext<R> context, String component) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, context.getPrimaryResourceClass())
                        .withLabelSelector(Labels.selectorOfAll(component))
                        .withSecondaryToPrimaryMapper(Live::owner)
                        .withNamespacesInheritedFromController()
                        .build(),
                context);
    }

    private static Set<ResourceID> owner(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        String name = labels == null ? null : labels.get(Labels.INSTANCE);
        return name == null
                ? Set.of()
                : Set.of(new ResourceID(name, object.getMetadata().getNamespace()));
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return List.copyOf(context.getSecondaryResources(type));
    }

    <T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
        return context.getSecondaryResourcesAsStream(type)
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst();
    }

    /** Lets the informers know what was written, before the API server tells them. */
    <T extends HasMetadata> void written(Class<T> type, T object, Optional<? extends HasMetadata> before) {
        if (context.eventSourceRetriever().getEventSourceFor(type) instanceof InformerEventSource<T, R> source) {
            ResourceID id = ResourceID.fromResource(object);
            if (before.isPresent()) {
                source.handleRecentResourceUpdate(id, object, type.cast(before.get()));
            } else {
                source.handleRecentResourceCreate(id, object);
            }
        }
    }
}
